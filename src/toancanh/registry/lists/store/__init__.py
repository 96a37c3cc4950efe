"""Tables and queries of lists."""
