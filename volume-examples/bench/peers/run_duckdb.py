"""Runs the SQL on standard input in DuckDB."""

import sys

try:
    # Without the package around it, which takes as long to load as all else that starts.
    import _duckdb as duckdb
except ImportError:
    import duckdb

duckdb.connect().execute(sys.stdin.read())
