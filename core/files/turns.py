"""Whose turn it is to work on a large file: one thread computes, the others wait.

All threads of the web server share one interpreter. Of twenty that take files apart at once each is twenty times as
slow, and whoever reports without a file waits for all of them at each step.
"""

from __future__ import annotations

import threading

turn = threading.Lock()
