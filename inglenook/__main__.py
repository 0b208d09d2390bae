"""`python -m inglenook` is the command `inglenook`."""

from inglenook.site.command import main

if __name__ == "__main__":
    main()
