"""Files that readers send: kept sealed, found again by a key that says nothing."""
