"""Two sentences laid word against word: what is the same in another form, and what says something else."""
