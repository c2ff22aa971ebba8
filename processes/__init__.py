"""The processes that `serve.py` starts beside the web server and the queue."""
