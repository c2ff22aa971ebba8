"""What the desk writes to itself about a case."""
