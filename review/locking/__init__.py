"""Files that nobody may look at: locking one unseen, and what a lead does with it then."""
