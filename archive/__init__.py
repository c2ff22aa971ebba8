"""What is already known: claims, their verdicts and wordings, and which of them answers a text."""
