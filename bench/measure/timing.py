"""Whole processes, timed from outside."""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Run:
    wall: float
    cpu: float
    memory: int  # the largest resident set, in bytes; 0 where it says nothing
    files: int
    size: int  # bytes of the output


@dataclass
class Site:
    """A corpus that a tool builds into the folder `public` in it."""

    command: list
    folder: Path
    page: Path  # a Markdown file of it
    made: Path  # what becomes of that file, in the output


# Nothing there; nothing changed since; a paragraph added to one page since.
MODES = ["clean", "unchanged", "edited"]


def interleaved(sites, floor, rounds):
    """Builds each site in each of the modes in every round, after one round that is not counted.

    `sites` maps the name of a tool to its [`Site`]. After the clean build of the first, `floor` (a
    program, or none) writes the same output once more. Gives a list of runs for each tool and mode.
    """
    runs = {(name, mode): [] for name in sites for mode in MODES}
    if floor:
        runs["floor", "clean"] = []
    for number in range(rounds + 1):
        for mode in MODES:
            for place, (name, site) in enumerate(sites.items()):
                found = once(name, site, mode, number)
                if number:
                    runs[name, mode].append(found)
                if floor and mode == "clean" and place == 0:
                    found = least(floor, site.folder)
                    if number:
                        runs["floor", "clean"].append(found)
    return runs


def clear(work):
    """Removes the outputs that were put aside."""
    shutil.rmtree(work / ASIDE, ignore_errors=True)


# Outputs of runs before are moved here and stay until the end: ext4 does not use the inodes of
# files deleted within the last minute, and looks at each of them for each new file, which would
# cost a program in proportion to the square of the files that it writes.
ASIDE = "aside"


def put_aside(folder, *names):
    for leftover in (folder / name for name in names):
        if leftover.exists():
            aside = folder.parent / ASIDE
            aside.mkdir(exist_ok=True)
            leftover.rename(aside / f"{folder.name}-{leftover.name}-{time.monotonic_ns()}")


def once(name, site, mode, number):
    words = f"Round {number} of the measurement added this paragraph."
    if mode == "clean":
        put_aside(site.folder, "public", "resources", ".briefpack")
    if mode == "edited":
        with open(site.page, "a", encoding="utf-8") as page:
            page.write(f"\n{words}\n")
    os.sync()
    start = time.perf_counter()
    process = subprocess.Popen(
        site.command, cwd=site.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        text = said.decode(errors="replace")
        sys.exit(f"{name} did not build its corpus in {site.folder}:\n{text[:4000]}")
    if mode == "edited" and words not in site.made.read_text(encoding="utf-8"):
        sys.exit(f"{name} left the page as it was: {site.made} does not hold the added paragraph")
    files, size = tree(site.folder / "public")
    cpu = usage.ru_utime + usage.ru_stime
    return Run(wall, cpu, usage.ru_maxrss * 1024, files, size)


def least(floor, folder):
    """What reading the inputs, parsing the Markdown and writing the output takes at least."""
    target = folder.parent / f"{folder.name}-floor"
    target.mkdir(exist_ok=True)
    put_aside(target, "public")
    os.sync()
    command = [str(floor), str(folder), str(folder / "public"), str(target / "public")]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return Run(float(said[0]), float(said[1]), 0, int(said[3]), int(said[2]))


def tree(folder):
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return len(paths), sum(path.stat().st_size for path in paths)
