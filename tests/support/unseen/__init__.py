"""A second set of screenshots, written before anybody saw what a machine reads in them; see decision 64."""
