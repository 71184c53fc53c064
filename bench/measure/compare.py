"""Whether the outputs hold the same pages: each briefing with its title, headings, table, chart."""

import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser

from corpus.content import PAGES_PER_CHART, dataset, page_slug, session_of, session_slug


@dataclass
class Page:
    title: str = ""
    headings: list = field(default_factory=list)
    cells: list = field(default_factory=list)  # of all tables, in order
    chart: str = ""  # the text of its charts


class Reader(HTMLParser):
    """Collects what every generator's page of a briefing has to hold."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.within = []

    def handle_starttag(self, tag, attributes):
        if tag in ("h1", "h2", "h3", "td", "th", "svg", "figcaption"):
            self.within.append((tag, []))

    def handle_data(self, data):
        if self.within:
            self.within[-1][1].append(data)

    def handle_endtag(self, tag):
        if not self.within or self.within[-1][0] != tag:
            return
        _, parts = self.within.pop()
        text = " ".join(" ".join(parts).split())
        if tag == "svg":
            self.page.chart += text
        elif tag == "h1":
            self.page.title = text
        elif tag in ("h2", "h3"):
            # A link from the heading to itself is no part of its words.
            self.page.headings.append(text.removesuffix("#").strip())
        elif tag in ("td", "th"):
            self.page.cells.append(text)


def outputs(folders, pages):
    """Compares the pages of all outputs and ends the run where they differ; says what agreed."""
    cells = 0
    for number in range(pages):
        found = {tool: read(tool, folder, number) for tool, folder in folders.items()}
        reference = found["hugo"]
        charted = areas(number)
        cells += len(reference.cells)
        for tool, page in found.items():
            same = (
                page.title == reference.title
                and has_in_order(page.headings, reference.headings)
                and holds_run(page.cells, reference.cells)
                and all(area in page.chart for area in charted)
            )
            if not same:
                sys.exit(f"briefing {number + 1} of {tool} differs from Hugo's:\n{page}\n{reference}")
    charts = (pages + PAGES_PER_CHART - 1) // PAGES_PER_CHART
    return (
        f"{pages:,} briefings with the same titles, headings and {cells:,} table cells,"
        f" {charts:,} of them with a chart that names every area"
    )


def areas(number):
    """The areas that the chart of a page has to name; none for a page without a chart."""
    if number % PAGES_PER_CHART:
        return []
    return [area for area, *_ in dataset(number // PAGES_PER_CHART).rows]


def has_in_order(headings, wanted):
    """Whether all wanted headings stand there in their order; a page may have more of its own."""
    rest = iter(headings)
    return all(any(heading == found for found in rest) for heading in wanted)


def holds_run(cells, wanted):
    """Whether the wanted cells stand there one behind the other; a page may have more tables."""
    starts = range(len(cells) - len(wanted) + 1)
    return any(cells[start : start + len(wanted)] == wanted for start in starts)


def page_file(tool, folder, number):
    """The file of a briefing in the output of a tool."""
    session, name = session_slug(session_of(number)), page_slug(number)
    file = f"{name}.html" if tool == "briefpack" else f"{name}/index.html"
    return folder / "sessions" / session / file


def read(tool, folder, number):
    path = page_file(tool, folder, number)
    if not path.exists():
        sys.exit(f"{tool} made no page for briefing {number + 1}: {path} is missing")
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.page


