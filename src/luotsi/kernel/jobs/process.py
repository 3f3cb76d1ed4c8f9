"""Which process a worker is, and whether another one on this machine still lives.

A process is known by machine, boot, process namespace, number and start, so that a number used again, a restarted
machine or a second container is never taken for the one that held a job.
"""

from __future__ import annotations

import os
import secrets
import socket
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Process:
    """Written into a job as `place|pid|start|mark`; the mark tells two workers in one process apart."""

    place: str
    pid: int
    start: str
    mark: str

    def __str__(self) -> str:
        return f"{self.place}|{self.pid}|{self.start}|{self.mark}"

    @classmethod
    def this(cls) -> Process:
        return cls(_place(), os.getpid(), _start_of(os.getpid()), secrets.token_hex(3))

    def sees_alive(self, other: str) -> bool | None:
        """Whether that process lives; None when it belongs to a place this one cannot look at."""
        place, pid, start, _ = (other.split("|") + ["", "", ""])[:4]
        if place != self.place or not pid.isdigit():
            return None
        return _lives(int(pid)) and _start_of(int(pid)) == start


def resident_megabytes() -> float:
    """Memory this process holds; 0 where the system does not tell."""
    pages = _read("/proc/self/statm").split()
    return int(pages[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6 if len(pages) > 1 else 0.0


@cache
def _place() -> str:
    boot = _read("/proc/sys/kernel/random/boot_id")[:8]
    try:
        namespace = os.readlink("/proc/self/ns/pid").strip("pid:[]")
    except OSError:
        namespace = ""
    return f"{socket.gethostname()[:100]}/{boot}/{namespace}"


def _start_of(pid: int) -> str:
    """Clock tick at which the process began (Linux); empty where the system does not tell, or it is a zombie."""
    fields = _read(f"/proc/{pid}/stat").rpartition(")")[2].split()
    return fields[19] if len(fields) > 19 and fields[0] != "Z" else ""


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""
