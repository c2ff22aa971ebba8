"""Fact checks that the desk writes itself, each from a case: drafts, publishing, and the list of them."""
