"""The steps from one state of the tables to the next, run by `Database.migrate` through Alembic.

They stand here and not beside the tables of the upper packages, because their order is that of the whole database.
"""
