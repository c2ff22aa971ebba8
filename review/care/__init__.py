"""What keeps the people who read cruelty all day from being worn down by it."""
