"""Counters, limits and cache in a database file of their own, which may vanish at any time."""
