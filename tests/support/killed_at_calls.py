"""Programs that are killed for real at each of their calls to the system that change a file, one after the other."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

_CALLS = (
    "open",
    "write",
    "replace",
    "rename",
    "link",
    "unlink",
    "remove",
    "mkdir",
    "rmdir",
    "ftruncate",
    "fsync",
    "symlink",
)
_CREATES = os.O_CREAT | os.O_TRUNC


def kill_at_each_call(prepare: Callable[[], None], action: Callable[[], object]) -> Iterator[int]:
    """Yield the number of each call, once a process that has done `action` that far was killed there.

    `prepare` is called before each process; the last one comes to its end. A write is killed with half of it written.
    """
    for number in count(1):
        prepare()
        was_killed = _run(number, action)
        yield number
        if not was_killed:
            return


def _run(number: int, action: Callable[[], object]) -> bool:
    """Do `action` in a process that is killed at a call; return whether it was, and did not end before."""
    child = os.fork()
    if not child:
        try:
            _count_calls(number)
            action()
        except BaseException:  # noqa: BLE001 - nothing may return into the test from the copy of its process
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status == 0 or os.WTERMSIG(status) == signal.SIGKILL, "it failed by itself"
    return status != 0


def _count_calls(last: int) -> None:
    calls = count(1)

    def counting(name: str) -> Callable[..., Any]:
        real = getattr(os, name)
        write = os.write

        def call(*arguments: Any, **named: Any) -> Any:
            is_reading = name == "open" and not arguments[1] & _CREATES
            if not is_reading and next(calls) == last:
                if name == "write":
                    write(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **named)

        return call

    for name in _CALLS:
        setattr(os, name, counting(name))
