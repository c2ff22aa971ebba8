"""The numbers, dates, names and negations of a text, and in which of them two texts differ."""
