"""Questions of the desk to the reader of a report, and what readers answer and add."""
