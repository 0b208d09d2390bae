"""Backups that are proven: made while people write, kept by a rotation, restored every night.

A backup holds the rows in a form that belongs to neither engine, so that making one, restoring it
on the other engine and moving a house to PostgreSQL are one thing. It is an ordinary `.tar.zst`
(with a passphrase: the same, locked), and ends with a checksum of all that stands before it.

`tables` and `values` know the form of rows, `snapshot` reads them and `loading` writes them;
`container`, `locked` and `sums` are the layers of the file, `places` where files lie; `making`,
`restoring`, `proving` and `rotation` are the deeds.
"""
