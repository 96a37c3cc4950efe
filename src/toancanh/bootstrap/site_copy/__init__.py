"""``toancanh site export`` and ``site import``: what of each package is secret, and what it does without."""
