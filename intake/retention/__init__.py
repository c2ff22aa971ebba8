"""The end of reports: erased when their reporter asks, when the desk does, or when their time is over."""
