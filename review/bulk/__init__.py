"""One act for several cases of the list: shown before it is done, done to what was shown, taken back for a minute."""
