"""Where a day at the desk begins."""
