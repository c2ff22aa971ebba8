#!/bin/sh
# Runs a Python script with the first interpreter that is new enough, or says what to install.
# This is shell because it has to work where there is no suitable Python yet; each candidate is really started,
# because version managers leave commands behind that exist and yet refuse to run.
for python in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        exec "$python" "$@"
    fi
done
echo "Gegencheck needs Python 3.11 or newer, and none was found." >&2
echo "On Debian: apt-get install python3 python3-venv. On macOS: brew install python@3.13." >&2
echo "If it is installed elsewhere, name it: make setup PYTHON=/path/to/python3" >&2
exit 1
