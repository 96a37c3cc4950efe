"""Tables and queries of sites, cameras and streams."""
