"""The page of one case: what is shown, and what editors decide about it."""
