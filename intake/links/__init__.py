"""What the link of a report tells, and what stood behind it."""
