"""Collections of texts that can be searched: kept in the database, held in memory, written to disk."""
