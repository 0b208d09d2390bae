"""What builds, checks and serves the project while it is worked on; never part of a run."""
