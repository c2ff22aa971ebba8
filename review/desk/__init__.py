"""The desk's pages for the trail and for one's own account."""
