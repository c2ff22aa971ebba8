"""What measurements share: texts, readers, and a whole service to measure."""
