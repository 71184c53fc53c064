#!/usr/bin/env python3
"""Writes a corpus of briefings, sessions, datasets and charts in the form one generator reads.

  make_corpus.py --tool briefpack|hugo|zola --pages N [--charts svg|none] [--pages-per-chart 5]
                 [--attachments GIGABYTES] --out FOLDER

All generators get the same words, front matter, sessions (one for ten pages) and datasets with
charts (one for five pages, or for as many as is said). Two runs give the same bytes. Attachments,
which only briefpack gets, are files of a gigabyte that the home page leads to.
"""

import argparse
import random
import sys
from pathlib import Path

from corpus import content
from corpus.layouts import LAYOUTS


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tool", required=True, choices=sorted(LAYOUTS))
    parser.add_argument("--pages", type=int, required=True)
    parser.add_argument("--charts", default="svg", choices=["svg", "none"])
    parser.add_argument("--pages-per-chart", type=int, default=content.PAGES_PER_CHART)
    parser.add_argument("--attachments", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    if options.pages < 1:
        parser.error("--pages must be at least 1")
    if options.out.exists() and any(options.out.iterdir()):
        sys.exit(f"{options.out}: not empty; remove it or name another folder")
    options.out.mkdir(parents=True, exist_ok=True)
    content.PAGES_PER_CHART = options.pages_per_chart
    LAYOUTS[options.tool](options.out, options.pages, options.charts == "svg")
    attach(options.out / "content", options.attachments)


def attach(content_folder, count):
    block = random.Random(1).randbytes(1 << 20)
    links = []
    for number in range(1, count + 1):
        path = content_folder / f"files/recording-{number}.mp4"
        path.parent.mkdir(exist_ok=True)
        with open(path, "wb") as file:
            for at in range(1000):
                file.write(number.to_bytes(4, "big") + at.to_bytes(4, "big") + block[8:])
        links.append(f"[Recording {number}](files/{path.name})\n\n")
    if links:
        with open(content_folder / "index.md", "a") as home:
            home.write("\n" + "".join(links))


if __name__ == "__main__":
    main()
