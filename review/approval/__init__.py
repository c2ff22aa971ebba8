"""What waits for a second person: which kinds of acts do, what was proposed, and what became of it."""
