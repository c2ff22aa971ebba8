"""What developers and the Makefile run around the service; the service itself imports nothing from here."""
