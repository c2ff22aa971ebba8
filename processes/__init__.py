"""The processes of the service, started by `serve.py`: each is a `main` over the packages."""
