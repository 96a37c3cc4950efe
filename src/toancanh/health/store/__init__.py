"""Tables and queries of health."""
