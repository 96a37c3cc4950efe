"""What devices tell by themselves: kept subscriptions (ONVIF pull-points), how each stands, the newest events."""
