"""What both databases say."""

AWAY = "the database does not answer; what needs it is refused until it does"
NOT_SET_UP = "the database is not set up yet: `toancanh up` does that"
