"""In what two sentences differ once their words are paired: each kind of difference in a file of its own."""
