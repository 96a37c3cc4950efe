"""One database for records: SQLite in WAL mode by default, PostgreSQL where ``database_url`` says so.

Owns: connections, transactions, what drivers' errors mean. Does not own: tables (each package's store), revisions
(`infra.migrations`). SQLAlchemy Core, synchronous: use cases run in worker threads, and a transaction is as short as
its statements. Both databases give callers the same: see ``docs/decisions/0005-two-databases-one-behaviour.md``.
"""

from toancanh.infra.database.opening import open_database
from toancanh.infra.database.password import load_database_password
from toancanh.infra.database.service import Database, metadata

__all__ = ["Database", "load_database_password", "metadata", "open_database"]
