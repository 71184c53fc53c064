"""Whether the outputs hold the same pages: each briefing with its title, headings, table, chart."""

import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser

from corpus.content import (
    PAGES_PER_CHART, page_slug, session_of, session_slug,
)


@dataclass
class Page:
    title: str = ""
    headings: list = field(default_factory=list)
    cells: set = field(default_factory=set)
    charts: int = 0


class Reader(HTMLParser):
    """Collects what every generator's page of a briefing has to hold."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.within = []

    def handle_starttag(self, tag, attributes):
        if tag in ("h1", "h2", "h3", "td", "th", "svg", "figcaption"):
            self.within.append((tag, []))
        if tag == "rect" and any(name == "svg" for name, _ in self.within):
            self.page.charts = 1

    def handle_data(self, data):
        if self.within and self.within[-1][0] != "svg":
            self.within[-1][1].append(data)

    def handle_endtag(self, tag):
        if not self.within or self.within[-1][0] != tag:
            return
        _, parts = self.within.pop()
        text = " ".join("".join(parts).split())
        if tag == "h1":
            self.page.title = text
        elif tag in ("h2", "h3"):
            self.page.headings.append(text)
        elif tag in ("td", "th"):
            self.page.cells.add(text)


def outputs(folders, pages):
    """Compares the pages of all outputs and ends the run where they differ; says what agreed."""
    cells = 0
    for number in range(pages):
        found = {tool: read(tool, folder, number) for tool, folder in folders.items()}
        reference = found["hugo"]
        expected = 1 if number % PAGES_PER_CHART == 0 else 0
        cells += len(reference.cells)
        for tool, page in found.items():
            same = (
                page.title == reference.title
                and has_in_order(page.headings, reference.headings)
                and reference.cells <= page.cells
                and page.charts >= expected
            )
            if not same:
                sys.exit(f"page {number + 1} of {tool} differs from Hugo's:\n{page}\n{reference}")
    charts = (pages + PAGES_PER_CHART - 1) // PAGES_PER_CHART
    return (
        f"{pages:,} briefings with the same titles, headings and {cells:,} table cells,"
        f" {charts:,} of them with a chart"
    )


def has_in_order(headings, wanted):
    """Whether all wanted headings stand there in their order; a page may have more of its own."""
    rest = iter(headings)
    return all(any(heading == found for found in rest) for heading in wanted)


def read(tool, folder, number):
    session, name = session_slug(session_of(number)), page_slug(number)
    file = f"{name}.html" if tool == "briefpack" else f"{name}/index.html"
    path = folder / "sessions" / session / file
    if not path.exists():
        sys.exit(f"{tool} made no page for {name}: {path} is missing")
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.page


