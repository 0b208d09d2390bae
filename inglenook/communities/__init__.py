"""Where people are: communities, memberships, invitations, claims, blocks, and who looks.

May import foundation and accounts.
"""
