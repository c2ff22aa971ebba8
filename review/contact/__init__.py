"""Readers who wish for mail, as the desk sees them: opening an address for a reason, and letters that did not arrive."""
