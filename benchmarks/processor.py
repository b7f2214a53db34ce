"""Processor time of processes, user and system, as the kernel counts it (Linux only)."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def _fields(pid: int) -> list[int]:
    """Fields of /proc/<pid>/stat from the parent's pid on; the name before them may hold spaces."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return [int(field) for field in after_name[1:15]]


def parent_of(pid: int) -> int:
    return _fields(pid)[0]


def seconds_of(pid: int) -> float:
    """Seconds that a process and those of its children that have ended spent computing."""
    return sum(_fields(pid)[10:14]) / TICKS


def seconds_of_family(pid: int) -> float:
    """The same for a process and all its children, living and ended."""
    total = seconds_of(pid)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                total += seconds_of(int(entry.name)) if parent_of(int(entry.name)) == pid else 0.0
            except (FileNotFoundError, ProcessLookupError):
                continue
    return total
