"""What passes between the reader of a report and the desk while a case is open."""
