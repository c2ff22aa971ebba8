"""What keeps the door open for all while one pushes: doubts, budgets, the waiting line."""
