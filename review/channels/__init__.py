"""The programs that send reports for their own readers: who may, and how many an hour."""
