"""Measurements as Markdown."""

from dataclasses import dataclass
from math import log
from statistics import median

from . import timing

OURS = "briefpack"
# Zola is in no package index. What it took elsewhere, on two idle cores and a RAM disk, version
# 0.22.1: pages to seconds by the clock, seconds of both processors, and MiB.
ZOLA_ELSEWHERE = {1000: (0.66, 0.88, 132), 5000: (3.55, 4.76, 534), 10000: (7.20, 9.75, 1039)}


@dataclass
class Measured:
    pages: int
    rounds: int
    runs: dict  # of runs by tool and mode
    agreement: str

    def tools(self):
        return list(dict.fromkeys(tool for tool, _ in self.runs))

    def wall(self, tool, mode="clean"):
        return median(run.wall for run in self.runs[tool, mode])


def table(measured):
    peers = [tool for tool in measured.tools() if tool not in (OURS, "floor")]
    others = [*peers, *(["floor"] if "floor" in measured.tools() else [])]
    ratios = "".join(f" | wall ÷ {other}" for other in others)
    head = (
        f"| build | tool | wall s (least–most) | CPU s | CPU ÷ wall | memory MiB | files"
        f" | output MiB{ratios} |\n|{'---|' * (8 + len(others))}"
    )
    rows = []
    for mode in timing.MODES:
        rows += [
            row(measured, tool, mode, others)
            for tool in measured.tools()
            if (tool, mode) in measured.runs
        ]
    return "\n".join([f"### {measured.pages:,} pages, {measured.rounds} rounds", "", head, *rows, ""])


def row(measured, tool, mode, others):
    runs = measured.runs[tool, mode]
    walls = [run.wall for run in runs]
    memory = max(run.memory for run in runs) / 2**20
    cells = [
        mode, tool, f"{median(walls):.3f} ({min(walls):.3f}–{max(walls):.3f})",
        f"{median(run.cpu for run in runs):.2f}",
        f"{median(run.cpu / run.wall for run in runs):.2f}",
        f"{memory:.0f}" if memory else "",
        f"{runs[-1].files:,}", f"{runs[-1].size / 2**20:.1f}",
        *(ratio(measured, runs, tool, mode, other) for other in others),
    ]
    return f"| {' | '.join(cells)} |"


def ratio(measured, runs, tool, mode, other):
    """Round by round: what slowed one tool in a round slowed the other."""
    base = measured.runs.get((other, mode))
    if base is None or tool == other:
        return ""
    return f"{median(run.wall / there.wall for run, there in zip(runs, base)):.2f}"


def rebuilds(measured):
    """What a rebuild takes, as a part of a clean build of the same tool in the same round."""
    lines = ["| pages | tool | unchanged ÷ clean | edited ÷ clean |", "|---|---|---|---|"]
    for found in measured:
        for tool in found.tools():
            if (tool, "edited") not in found.runs:
                continue
            clean = found.runs[tool, "clean"]
            parts = [
                median(run.wall / base.wall for run, base in zip(found.runs[tool, mode], clean))
                for mode in ("unchanged", "edited")
            ]
            lines.append(f"| {found.pages:,} | {tool} | {parts[0]:.2f} | {parts[1]:.2f} |")
    return lines


def growth(measured):
    """The exponent by which a clean build grows from each size to the next: 1 is linear."""
    lines = ["| from | to | tool | exponent of wall | exponent of CPU |", "|---|---|---|---|---|"]
    cpu = lambda found, tool: median(run.cpu for run in found.runs[tool, "clean"])
    for before, after in zip(measured, measured[1:]):
        more = log(after.pages / before.pages)
        for tool in after.tools():
            wall = log(after.wall(tool) / before.wall(tool)) / more
            both = log(cpu(after, tool) / cpu(before, tool)) / more
            cells = [f"{before.pages:,}", f"{after.pages:,}", tool, f"{wall:.2f}", f"{both:.2f}"]
            lines.append(f"| {' | '.join(cells)} |")
    return lines


def zola_elsewhere(measured):
    """briefpack here beside Zola on another machine, which is a hint and no measurement."""
    rows = []
    for found in measured:
        if found.pages in ZOLA_ELSEWHERE:
            wall, cpu, memory = ZOLA_ELSEWHERE[found.pages]
            ours = found.runs[OURS, "clean"]
            resident = max(run.memory for run in ours) / 2**20
            cells = [
                f"{found.pages:,}", f"{wall}", f"{cpu}", f"{memory:,}",
                f"{found.wall(OURS) / wall:.2f}", f"{resident / memory:.2f}",
            ]
            rows.append(f"| {' | '.join(cells)} |")
    if not rows:
        return []
    return [
        "## Zola, measured elsewhere", "",
        "Zola 0.22.1 on two idle cores and a RAM disk of another machine; the ratios compare what was"
        " not run side by side.", "",
        "| pages | Zola wall s | CPU s | memory MiB | briefpack here ÷ Zola there, wall | memory |",
        "|---|---|---|---|---|---|", *rows, "",
    ]


def whole(measured, facts):
    lines = [
        "# Builds side by side",
        "",
        "Written by `bench/run`; see [README.md](README.md) for what is built. Medians of"
        " interleaved rounds; ratios are medians of the rounds' own ratios. Trust CPU"
        " seconds and ratios over wall seconds, which other work on the machine lengthens.",
        "",
        *(f"- {name}: {fact}" for name, fact in facts),
        "",
    ]
    for found in measured:
        lines += [table(found), f"All hold {found.agreement}.", ""]
    lines += ["## Rebuilds", "", *rebuilds(measured), ""]
    if len(measured) > 1:
        lines += ["## Growth", "", *growth(measured), ""]
    if not any("zola" in found.tools() for found in measured):
        lines += zola_elsewhere(measured)
    return "\n".join(lines).rstrip("\n") + "\n"
