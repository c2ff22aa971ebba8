"""The word lists that are made of published resources."""
