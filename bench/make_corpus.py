#!/usr/bin/env python3
"""Writes a corpus of briefings, sessions, datasets and charts in the form one generator reads.

  make_corpus.py --tool briefpack|hugo|zola --pages N [--charts svg|none] --out FOLDER

All generators get the same words, front matter, sessions (one for ten pages) and datasets with
charts (one for five pages). Two runs give the same bytes.
"""

import argparse
import sys
from pathlib import Path

from corpus.layouts import LAYOUTS


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tool", required=True, choices=sorted(LAYOUTS))
    parser.add_argument("--pages", type=int, required=True)
    parser.add_argument("--charts", default="svg", choices=["svg", "none"])
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    if options.pages < 1:
        parser.error("--pages must be at least 1")
    if options.out.exists() and any(options.out.iterdir()):
        sys.exit(f"{options.out}: not empty; remove it or name another folder")
    options.out.mkdir(parents=True, exist_ok=True)
    LAYOUTS[options.tool](options.out, options.pages, options.charts == "svg")


if __name__ == "__main__":
    main()
