"""Incidents in the database: their tables and queries."""
