"""Rooms of a community: boards and chats, each with an audience of its own.

May import foundation, accounts and communities.
"""
