"""The programs that run beside the web server, and keeping them running."""
