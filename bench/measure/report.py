"""Measurements as Markdown."""

from dataclasses import dataclass
from statistics import median

BASE = "hugo"


@dataclass
class Measured:
    pages: int
    runs: dict
    agreement: str


def table(measured):
    head = (
        "| tool | wall s (least–most) | CPU s | memory MiB | files | output MiB"
        " | wall ÷ Hugo | CPU ÷ Hugo |\n|---|---|---|---|---|---|---|---|"
    )
    rows = [row(name, runs, measured.runs[BASE]) for name, runs in measured.runs.items()]
    return "\n".join([f"### {measured.pages:,} pages", "", head, *rows, ""])


def row(name, runs, base):
    walls = [run.wall for run in runs]
    # Ratios are taken round by round: what slowed one tool in a round slowed the other.
    wall_ratio = median(run.wall / other.wall for run, other in zip(runs, base))
    cpu_ratio = median(run.cpu / other.cpu for run, other in zip(runs, base))
    return (
        f"| {name} | {median(walls):.2f} ({min(walls):.2f}–{max(walls):.2f})"
        f" | {median(run.cpu for run in runs):.2f}"
        f" | {max(run.memory for run in runs) / 2**20:.0f}"
        f" | {runs[-1].files:,} | {runs[-1].size / 2**20:.1f}"
        f" | {wall_ratio:.2f} | {cpu_ratio:.2f} |"
    )


def whole(measured, facts, rounds):
    lines = [
        "# Clean builds side by side",
        "",
        "Written by `bench/run`; see [README.md](README.md) for what is built. Medians of"
        f" {rounds} interleaved rounds; ratios are medians of the rounds' own ratios. Trust CPU"
        " seconds and ratios over wall seconds, which other work on the machine lengthens.",
        "",
        *(f"- {name}: {fact}" for name, fact in facts),
        "",
    ]
    for found in measured:
        lines += [table(found), f"Both hold {found.agreement}.", ""]
    return "\n".join(lines)
