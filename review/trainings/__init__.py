"""Trainings: for some hours the reports of a room wait for no turn."""
