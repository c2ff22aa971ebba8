"""Reading pages of strangers without being led anywhere else."""
