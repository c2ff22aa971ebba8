"""What machines did by themselves, in one list, each with its way back."""
