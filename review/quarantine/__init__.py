"""Reports that are held back: what says the same as one line, let in or discarded by a person."""
