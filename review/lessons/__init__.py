"""What editors' answers teach the machine, shown and taken back."""
