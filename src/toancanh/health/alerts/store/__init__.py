"""Tables and queries of alerts."""
