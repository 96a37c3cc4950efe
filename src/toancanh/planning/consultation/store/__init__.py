"""Tables and queries of proposals and their consultation."""
