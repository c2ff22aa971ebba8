"""The language model: built, loaded, and asked for vectors."""
