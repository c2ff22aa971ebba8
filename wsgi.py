"""Where web servers and the command line find the app."""

import sys

from app import create_app
from core.config_values import ConfigError

try:
    app = create_app()
except ConfigError as error:
    sys.exit(f"Error: {error}")
