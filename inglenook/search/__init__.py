"""Finding what was said: over everything that the viewer may see, and nothing else.

The index proposes keys; the rows are fetched through each declared kind's guarded queryset, so
that what a viewer may not see is neither shown nor counted. May import the floors below, and no
capability: it works on the kinds that rooms declare.
"""
