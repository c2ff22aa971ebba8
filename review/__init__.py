"""What editors do: sign in, work the queue, decide, and leave a trail."""
