"""Journeys: a running house and a real browser, from outside.

A journey knows nothing of the code: it starts `inglenook up`, uses the command line and clicks.
It never touches the database of the test process (Playwright's loop would refuse it anyway).
"""
