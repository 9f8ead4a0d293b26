"""The system calls by which a child process changes files, in their order, with the kernel's own tracing."""

from __future__ import annotations

import ctypes
import os
import platform
import signal
from pathlib import Path

_TRACEME, _SYSCALL, _SETOPTIONS, _SYSCALL_INFO = 0, 24, 0x4200, 0x420E
_GOOD_STOPS, _KILL_WITH_US = 1, 1 << 20
_ENTRY = 1
_STOP = signal.SIGTRAP | 0x80
_NUMBERS = {
    "x86_64": {1: "write", 18: "write", 20: "write", 296: "write", 328: "write", 74: "sync", 75: "sync", 87: "remove",
               263: "remove", 77: "cut", 82: "rename", 264: "rename", 316: "rename", 9: "map"},
    "aarch64": {64: "write", 68: "write", 66: "write", 70: "write", 287: "write", 82: "sync", 83: "sync",
                35: "remove", 46: "cut", 38: "rename", 276: "rename", 222: "map"},
}
_WITH_FOLDER = {263, 35}
"""Calls whose path is the second argument, after a folder."""


class _Info(ctypes.Structure):
    _fields_ = [
        ("op", ctypes.c_uint8), ("pad", ctypes.c_uint8 * 3), ("arch", ctypes.c_uint32), ("ip", ctypes.c_uint64),
        ("sp", ctypes.c_uint64), ("nr", ctypes.c_uint64), ("args", ctypes.c_uint64 * 6),
    ]


_libc = ctypes.CDLL(None, use_errno=True)


def _ptrace(request: int, process: int, address: int = 0, data: object = 0) -> int:
    _libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    _libc.ptrace.restype = ctypes.c_long
    result = int(_libc.ptrace(request, process, address, data))
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def let_parent_trace() -> None:
    """Called in the child: from here on the parent is told of every system call."""
    _ptrace(_TRACEME, 0)
    os.kill(os.getpid(), signal.SIGSTOP)


def file_calls(child: int) -> list[tuple[str, str]]:
    """What the child does to files from its `let_parent_trace` to its end: call and file name, repeats left out.

    Only a child that this very thread has started. Pipes and the like are left out.
    """
    names = _NUMBERS[platform.machine()]
    calls: list[tuple[str, str]] = []
    _, status = os.waitpid(child, 0)
    assert os.WIFSTOPPED(status), status
    _ptrace(_SETOPTIONS, child, 0, _GOOD_STOPS | _KILL_WITH_US)
    passed_on = 0
    while True:
        _ptrace(_SYSCALL, child, 0, passed_on)
        _, status = os.waitpid(child, 0)
        if not os.WIFSTOPPED(status):
            return calls
        stopped_by = os.WSTOPSIG(status)
        passed_on = 0 if stopped_by == _STOP else stopped_by
        if stopped_by != _STOP:
            continue
        info = _Info()
        _ptrace(_SYSCALL_INFO, child, ctypes.sizeof(info), ctypes.addressof(info))
        if info.op == _ENTRY and info.nr in names:
            call = (names[info.nr], _file(child, info, names[info.nr]))
            if call[1] and call not in calls[-1:]:
                calls.append(call)


def _file(child: int, info: _Info, call: str) -> str:
    """The name of the file that a call is about; empty for what is no file."""
    if call in ("remove", "rename"):
        return Path(_text(child, info.args[1 if info.nr in _WITH_FOLDER else 0])).name
    number = info.args[0]
    if call == "map":
        if (info.args[2] >> 1 & 1, info.args[3] & 3) != (1, 1):
            return ""
        number = info.args[4]
    try:
        path = str(Path(f"/proc/{child}/fd/{ctypes.c_int32(number).value}").readlink())
    except OSError:
        return ""
    return Path(path).name if path.startswith("/") and not path.startswith("/dev/") else ""


def _text(child: int, address: int) -> str:
    with Path(f"/proc/{child}/mem").open("rb", buffering=0) as memory:
        memory.seek(address)
        return memory.read(4096).split(b"\0")[0].decode()
