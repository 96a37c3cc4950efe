"""Tables and queries of devices."""
