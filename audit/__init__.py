"""The trail: what was done, by whom and when, in lines that nobody can change unseen."""
