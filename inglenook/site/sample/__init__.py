"""The sample: two lively communities, so that each page of the house has something to show.

`make sample` fills an empty data folder and serves it. What people say stands in `texts/`, one
file a space, in the small form that `script.py` reads; `houses.py` founds the communities,
`telling.py` lets everybody speak, each at their own time, through the same actions as the pages.
"""
