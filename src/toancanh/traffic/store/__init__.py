"""Measurements in files: Parquet, a folder for each day of UTC, written and read by DuckDB.

Files are only ever added whole, under a name that says what they hold and the digest of their content, and taken away
when another file holds all of theirs. So any number of processes may write, and a reader needs no lock.
"""
