"""`make sample`: fill an empty data folder with the sample, and serve it.

Run as `python -m inglenook.site.sample [--no-serve]` with `INGLENOOK_HOME` set. A folder that
holds the sample already is only served.
"""

import argparse
import os
import sys

from inglenook.site.problems import MendableError


def main() -> int:
    """Return the exit code: 2 where the folder can't take a sample."""
    parser = argparse.ArgumentParser(prog="make sample", description="Fill and serve a sample.")
    parser.add_argument("--no-serve", action="store_true", help="fill the folder and stop there")
    arguments = parser.parse_args()
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inglenook.site.settings")
    import django

    django.setup()
    try:
        _fill()
    except MendableError as problem:
        print(f"make sample: {problem}", file=sys.stderr)
        return 2
    if not arguments.no_serve:
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, "-m", "inglenook", "up"])  # noqa: S606
    return 0


def _fill() -> None:
    from inglenook.site.server.prepare import migrate

    migrate()
    from inglenook.site.sample import filling

    if not filling.is_sample():
        print("Filling the sample; it takes half a minute.", flush=True)
        written = filling.fill()
        print(f"{sum(written.values())} posts were written.")
    for line in filling.ways_in():
        print(line)


if __name__ == "__main__":
    sys.exit(main())
