"""How the desk is doing, counted: what comes in, what was answered, what waits, and how well the machine did."""
