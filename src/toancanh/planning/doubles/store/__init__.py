"""Tables and queries of the queue of doubles."""
