"""What readers send: checked, kept, handed out to workers, and answered."""
