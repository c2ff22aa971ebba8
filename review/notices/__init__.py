"""The desk's pages on which those texts are written."""
