"""Whole processes, timed from outside."""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass
class Run:
    wall: float
    cpu: float
    memory: int  # the largest resident set, in bytes
    files: int
    size: int  # bytes of the output


def interleaved(commands, rounds):
    """Runs each command once in every round, after one round that is not counted.

    `commands` maps a name to a command and the folder it is run in, whose `public` is out of the
    way before each run.
    """
    runs = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, (command, folder) in commands.items():
            found = once(name, command, folder)
            if number:
                runs[name].append(found)
    return runs


def clear(work):
    """Removes the outputs that were put aside."""
    shutil.rmtree(work / ASIDE, ignore_errors=True)


# Outputs of runs before are moved here and stay until the end: ext4 does not use the inodes of
# files deleted within the last minute, and looks at each of them for each new file, which would
# cost a program in proportion to the square of the files that it writes.
ASIDE = "aside"


def once(name, command, folder):
    output = folder / "public"
    for leftover in (output, folder / "resources", folder / ".briefpack"):
        if leftover.exists():
            aside = folder.parent / ASIDE
            aside.mkdir(exist_ok=True)
            leftover.rename(aside / f"{folder.name}-{leftover.name}-{time.monotonic_ns()}")
    os.sync()
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        text = said.decode(errors="replace")
        sys.exit(f"{name} did not build its corpus in {folder}:\n{text[:4000]}")
    files, size = tree(output)
    cpu = usage.ru_utime + usage.ru_stime
    return Run(wall, cpu, usage.ru_maxrss * 1024, files, size)


def tree(folder):
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return len(paths), sum(path.stat().st_size for path in paths)
