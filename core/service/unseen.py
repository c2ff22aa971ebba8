"""What the memory of our processes holds stays there: no core dump, and nobody who is not root looks into it."""

from __future__ import annotations

import ctypes
import resource
import sys

import structlog

log = structlog.get_logger(__name__)

# From linux/prctl.h.
_PR_SET_DUMPABLE = 4


def keep_unseen() -> None:
    """Switch core dumps off for this process and all that it starts; call first of all.

    The limit is one byte and not none: where the system hands dumps to a program, Linux takes no heed of a limit of 0
    and of any other but 1, on which it gives up (`do_coredump` in fs/coredump.c). Into a file nothing is written below
    the size of a page. It goes over to children, whatever they are.

    On Linux the process is also made not dumpable. So no dump is made whatever the limit says, and its environment,
    with the password of the database, its memory and its open files can be read in /proc by root alone, not by other
    programs of the same user. This ends with each program that is started; what we start of others gets an environment
    without secrets.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    most = 0 if hard == 0 else 1
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))
    if sys.platform == "linux" and ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        log.warning("memory_can_be_read", errno=ctypes.get_errno())
