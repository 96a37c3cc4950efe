"""Tables and queries of campaigns and imports."""
