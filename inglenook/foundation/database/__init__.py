"""The database engine: Django's SQLite backend on a SQLite that keeps what it was given.

SQLite before 3.51.3 can corrupt a database in WAL mode when two connections write and checkpoint
at once (sqlite.org/wal.html, "The WAL-reset bug"), and most systems ship an older one. The
package `pysqlite3` carries its own, newer library; `library.py` puts it in Python's place and
`base.py` refuses to start on anything older. Name this package as `ENGINE`.
"""
