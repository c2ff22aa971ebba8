"""What the interface for programs stands on: bodies and their description."""
