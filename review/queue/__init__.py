"""The list of cases, and what needs a person before anything else."""
