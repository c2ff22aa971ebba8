"""Files that readers send: how they come in, are kept, looked at, read and removed."""
