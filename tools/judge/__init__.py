"""The learned judge's workshop: sentence pairs by rule, training, and the weights that `search.judge` reads."""
