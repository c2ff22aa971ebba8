"""Letters that leave by mail: noted in the database, composed when they are sent, and sent once."""
