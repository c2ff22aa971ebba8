"""Readers who wish for mail, as the desk sees them: their address for a reason, and letters that did not arrive."""
