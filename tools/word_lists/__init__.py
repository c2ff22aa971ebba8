"""Makes the word lists that the comparison of two sentences needs, from published resources."""
