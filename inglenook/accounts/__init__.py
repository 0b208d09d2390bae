"""Who signs in: persons, their sessions, one-time links, the setting-up of the house.

A person is nobody's content: what somebody is in a community stands in their membership
there. May import foundation alone.
"""
