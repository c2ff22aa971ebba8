"""The help lines that readers are shown, as the desk keeps them."""
