"""The talk: threads, posts, reactions and what has been read.

May import foundation, accounts, communities and spaces.
"""
