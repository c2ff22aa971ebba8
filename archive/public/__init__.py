"""The archive for everybody: looking a claim up, by page and by program."""
