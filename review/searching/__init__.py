"""The search box of the desk: cases in every state, and articles."""
