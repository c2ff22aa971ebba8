"""The people of the desk: their accounts, sessions and what each may do."""
