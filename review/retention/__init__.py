"""The end of reports at the desk: erasing one, keeping those of a case, and seeing which go soon."""
