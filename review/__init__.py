"""What editors do: work through the queue, decide cases, and teach the machine."""
