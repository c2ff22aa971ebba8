"""What the public sends, and the cases it becomes."""
