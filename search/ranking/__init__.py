"""From the candidates of an index to a probability and a band."""
