"""Accepted means kept: a house whose processes are killed while people write in it.

`rounds.py` lets eight people number their posts while processes are killed at random moments,
`looking.py` says afterwards whether anything was lost, doubled or torn.
"""
