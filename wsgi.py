"""Where web servers and the command line find the app."""

from app import create_app

app = create_app()
