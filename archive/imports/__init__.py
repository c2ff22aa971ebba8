"""Files of claims: read, checked row by row, and brought into the archive."""
