"""What every room stands on: audience, standing, activity, text, files, jobs, mail, the page shell.

Floor 0. It imports no room and knows no capability; it names `communities.Membership`
and `communities.Community` by string only.
"""
