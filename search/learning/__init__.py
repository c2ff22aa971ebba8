"""Learning from confirmed pairs, and what of it is in effect."""
