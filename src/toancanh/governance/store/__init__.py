"""Tables and queries of organisations, people, roles, sessions and the rights epoch."""
