"""The bench: what the hot pages cost on this machine, as medians and as ratios.

`make bench` builds a community of 1,000 threads and 100,000 posts once (`filling.py`, kept in
`var-bench/`), serves a copy of it with the real server (`serving.py`), asks for pages from a
process of its own (`client.py`), and prints what came of it beside an empty view of the same
server in the same run, since times differ from machine to machine and ratios hardly do. Nothing
leaves the machine; no test asserts a figure.
"""
