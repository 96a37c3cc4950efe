"""Table and queries of key targets."""
