"""The second factor: apps that show codes, passkeys, recovery codes, and the step of signing in that asks for one."""
