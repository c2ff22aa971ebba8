"""What every part of the service stands on; knows no word of the domain."""
