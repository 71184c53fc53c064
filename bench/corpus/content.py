"""Briefings and datasets as values, the same for every generator.

Each is a function of its number alone: the same corpus comes out wherever and whenever it is
made, and a larger corpus begins with the smaller one's datasets.
"""

import random
from dataclasses import dataclass, field

from .words import (
    AREAS, AUTHORS, BODIES, GROUPS, MEASURES, PROGRAMMES, PUBLICATIONS, SENTENCES, TOPICS,
)

PAGES_PER_SESSION = 10
PAGES_PER_CHART = 5


@dataclass(frozen=True)
class Link:
    """A place in a body where the generator's own form of a link to a briefing goes."""

    page: int


@dataclass(frozen=True)
class Chart:
    """A place in a body where the generator's own form of a chart goes."""

    dataset: int


@dataclass
class Briefing:
    number: int
    title: str
    date: str
    summary: str
    topics: list
    authors: list
    body: list = field(default_factory=list)

    @property
    def session(self):
        return session_of(self.number)


@dataclass
class Dataset:
    title: str
    source: str
    measures: list
    rows: list


def session_of(page):
    return page // PAGES_PER_SESSION + 1


def sessions(pages):
    return range(1, session_of(pages - 1) + 1)


def datasets(pages):
    return range((pages + PAGES_PER_CHART - 1) // PAGES_PER_CHART)


def session_slug(session):
    return f"s{session:04}"


def page_slug(page):
    return f"briefing-{page + 1:05}"


def dataset_slug(dataset):
    return f"ds-{dataset + 1:05}"


def slug(text):
    return text.lower().replace(" ", "-")


def sentence(chance, form):
    area, other = chance.sample(AREAS, 2)
    topic, second = chance.sample(TOPICS, 2)
    return form.format(
        area=area, other=other, topic=topic, second=second,
        group=chance.choice(GROUPS), body=chance.choice(BODIES),
        programme=chance.choice(PROGRAMMES), year=chance.randint(2009, 2022),
        percent=chance.randint(11, 78), few=chance.randint(20, 95), many=chance.randint(96, 180),
        low=chance.randint(2, 9), high=chance.randint(10, 24),
    )


def sentences(chance, count):
    return [sentence(chance, form) for form in chance.sample(SENTENCES, count)]


def outside_link(chance):
    year, topic = chance.randint(2009, 2023), slug(chance.choice(TOPICS))
    return f"[{chance.choice(BODIES)}](https://example.org/reports/{year}/{topic})"


def bullets(lines):
    return "\n".join(f"- {line}" for line in lines)


def numbered(lines):
    return "\n".join(f"{at}. {line}" for at, line in enumerate(lines, 1))


def table(chance):
    head = "| Area | Claimant rate (%) | No qualifications (%) | Jobs per 100 |\n|---|---:|---:|---:|"
    rows = [
        f"| {area} | {chance.uniform(1, 12):.1f} | {chance.uniform(8, 34):.1f}"
        f" | {chance.randint(40, 110)} |"
        for area in chance.sample(AREAS, 6)
    ]
    return "\n".join([head, *rows])


def reading(chance):
    return bullets(
        f"**{chance.choice(PUBLICATIONS)}.** {outside_link(chance)} ({chance.randint(2010, 2023)})."
        f" {sentence(chance, chance.choice(SENTENCES))}"
        for _ in range(3)
    )


def briefing(number, pages, charts):
    """The briefing of a number in a corpus of so many pages; every fifth has a chart."""
    chance = random.Random(7919 * (number + 1))
    topics = chance.sample(TOPICS, chance.randint(2, 3))
    found = Briefing(
        number=number,
        title=f"Briefing {number + 1}: {topics[0]} in {AREAS[number % len(AREAS)]}",
        date=f"{2020 + number // 336 % 6}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}",
        summary=sentence(chance, chance.choice(SENTENCES)),
        topics=topics,
        authors=chance.sample(AUTHORS, chance.randint(1, 2)),
    )

    def paragraph(least, most=None):
        return " ".join(sentences(chance, chance.randint(least, most or least)))

    chart = charts and number % PAGES_PER_CHART == 0
    blocks = [
        [paragraph(3) + "[^1]"],
        ["## Summary"],
        [bullets(sentences(chance, 3))],
        ["## Context"],
        [paragraph(3) + " See also [the earlier briefing](", Link(chance.randrange(pages)),
         f") and {outside_link(chance)}."],
        ["### The national picture"],
        [paragraph(3, 4) + "[^2]"],
        ["## Evidence"],
        [table(chance)],
        *([[Chart(number // PAGES_PER_CHART)]] if chart else []),
        ["### What residents said"],
        ["> " + sentence(chance, SENTENCES[12])],
        [paragraph(3, 4) + f" *Emphasis* is placed on **{topics[-1]}**."],
        ["## What works"],
        [numbered(sentences(chance, 3))],
        [paragraph(3) + " The [related session note](", Link(chance.randrange(pages)),
         ") gives more detail."],
        ["## Reading list"],
        [reading(chance)],
        ["## Recommendations"],
        [numbered(sentences(chance, 3))],
        [f"[^1]: {chance.choice(BODIES)}, {chance.randint(2015, 2023)},"
         f" table {chance.randint(1, 40)}."],
        [f"[^2]: {sentence(chance, SENTENCES[9])}"],
    ]
    for block in blocks:
        found.body += [*block, "\n\n"]
    found.body[-1] = "\n"
    return found


def body(found, link, chart):
    """The body as text, with the generator's own forms of links and charts."""
    forms = {Link: lambda part: link(part.page), Chart: lambda part: chart(part.dataset)}
    return "".join(forms.get(type(part), str)(part) for part in found.body)


def dataset(number):
    """The dataset of a number: twelve to forty areas by three measures."""
    chance = random.Random(104729 * (number + 1))
    measures = chance.sample(MEASURES, 3)
    rows = []
    for area in chance.sample(AREAS, chance.randint(12, len(AREAS))):
        code = f"E{chance.randint(6000001, 9000099):08}"
        values = [f"{chance.uniform(low, high):.1f}" for *_, low, high in measures]
        rows.append((area, code, values))
    return Dataset(
        title=f"{measures[0][1]} by area, dataset {number + 1}",
        source=f"Example statistics, {chance.randint(2018, 2024)}",
        measures=measures,
        rows=rows,
    )


def quoted(values):
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"
