"""The corpus in the conventions of each generator.

Templates and settings of Hugo and Zola stand in the folders of their names and are copied;
here is what differs from page to page.
"""

import shutil
from pathlib import Path

from .content import (
    body, briefing, dataset, dataset_slug, datasets, page_slug, quoted, session_of, session_slug,
    sessions, slug,
)
from .words import AUTHORS, BASE, SESSION, SITE

HERE = Path(__file__).parent


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def hugo(root, pages, charts):
    shutil.copytree(HERE / "hugo", root, dirs_exist_ok=True)
    shutil.copytree(HERE / "shared", root / "static")
    write(root / "content/_index.md", f'---\ntitle: "{SITE}"\n---\n{SESSION}\n')
    write(root / "content/sessions/_index.md", '---\ntitle: "Sessions"\n---\n')
    for session in sessions(pages):
        head = f'title: "Session {session}"\nweight: {session}'
        write(session_folder(root, session) / "_index.md", f"---\n{head}\n---\n{SESSION}\n")
    for number in range(pages):
        found = briefing(number, pages, charts)
        head = "\n".join([
            f'title: "{found.title}"', f"date: {found.date}", f"session: {found.session}",
            f'description: "{found.summary}"', f"topics: {quoted(found.topics)}",
            f"authors: {quoted(found.authors)}",
        ])
        text = body(
            found,
            lambda page: '{{< relref "/sessions/%s/%s.md" >}}' % place(page),
            lambda chart: '{{< chart "%s" >}}' % dataset_slug(chart),
        )
        path = session_folder(root, found.session) / f"{page_slug(number)}.md"
        write(path, f"---\n{head}\n---\n\n{text}")
    plain_datasets(root, pages, charts)


def zola(root, pages, charts):
    shutil.copytree(HERE / "zola", root, dirs_exist_ok=True)
    shutil.copytree(HERE / "shared", root / "static")
    write(root / "content/_index.md", f'+++\ntitle = "{SITE}"\n+++\n{SESSION}\n')
    write(root / "content/sessions/_index.md", '+++\ntitle = "Sessions"\nsort_by = "weight"\n+++\n')
    for session in sessions(pages):
        head = f'title = "Session {session}"\nweight = {session}\nsort_by = "date"'
        write(session_folder(root, session) / "_index.md", f"+++\n{head}\n+++\n{SESSION}\n")
    for number in range(pages):
        found = briefing(number, pages, charts)
        head = "\n".join([
            f'title = "{found.title}"', f"date = {found.date}", f'description = "{found.summary}"',
            "[taxonomies]", f"topics = {quoted(found.topics)}", f"authors = {quoted(found.authors)}",
            "[extra]", f"session = {found.session}",
        ])
        text = body(
            found,
            lambda page: "@/sessions/%s/%s.md" % place(page),
            lambda chart: '{{ chart(id="%s") }}' % dataset_slug(chart),
        )
        path = session_folder(root, found.session) / f"{page_slug(number)}.md"
        write(path, f"+++\n{head}\n+++\n\n{text}")
    plain_datasets(root, pages, charts)


def session_folder(root, session):
    return root / "content/sessions" / session_slug(session)


def place(page):
    return session_slug(session_of(page)), page_slug(page)


def plain_datasets(root, pages, charts):
    for number in datasets(pages) if charts else ():
        found = dataset(number)
        _, label, _, unit, *_ = found.measures[0]
        lines = [
            f'title: "{found.title}"', f'source: "{found.source}"', f'unit: "{unit}"',
            f'label: "{label}"', "rows:",
        ]
        for area, code, values in found.rows:
            lines += [f'  - area: "{area}"', f'    code: "{code}"', f"    value: {values[0]}"]
            rest = zip(found.measures[1:], values[1:])
            lines += [f"    {name.replace('-', '_')}: {value}" for (name, *_), value in rest]
        write(root / f"data/datasets/{dataset_slug(number)}.yaml", "\n".join(lines) + "\n")


def briefpack(root, pages, charts):
    write(root / "briefpack.yaml", "\n".join([
        f'title: "{SITE}"', "language: en-GB", f'base_url: "{BASE}/"', "timezone: Europe/London",
        "theme: default", "lifecycle: {state: active}",
        f'organisation: {{name: "{SITE}", secretariat: Example}}', "licence: OGL-UK-3.0", "",
    ]))
    write(root / "content/index.md", f'---\ntitle: "{SITE}"\n---\n{SESSION}\n')
    people = "".join(f'  {slug(name)}: {{name: "{name}"}}\n' for name in AUTHORS)
    write(root / "content/people.yaml", f"people:\n{people}")
    folder = {session: f"{session:04}-{session_slug(session)}" for session in sessions(pages)}
    found = [briefing(number, pages, charts) for number in range(pages)]
    of_session = {}
    for item in found:
        of_session.setdefault(item.session, []).append(item)
    for session, name in folder.items():
        held = of_session[session]
        pack = "".join(f"  - {{document: {page_slug(item.number)}.md}}\n" for item in held)
        head = f'title: "Session {session}"\nnumber: {session}\ndate: {held[0].date}\npack:\n{pack}'
        write(root / f"content/sessions/{name}/index.md", f"---\n{head}---\n{SESSION}\n")
    for item in found:
        def link(page):
            session = session_of(page)
            there = "" if session == item.session else f"../{folder[session]}/"
            return f"{there}{page_slug(page)}.md"

        head = "\n".join([
            f'title: "{item.title}"', f"date: {item.date}", f'summary: "{item.summary}"',
            f"topics: {quoted(item.topics)}",
            f"authors: [{', '.join(slug(name) for name in item.authors)}]",
        ])
        text = body(item, link, briefpack_figure)
        path = root / f"content/sessions/{folder[item.session]}/{page_slug(item.number)}.md"
        write(path, f"---\n{head}\n---\n{text}")
    for number in datasets(pages) if charts else ():
        write(root / f"content/data/{dataset_slug(number)}.yaml", briefpack_dataset(number))


def briefpack_figure(number):
    name, title = dataset_slug(number), dataset(number).title
    return "\n".join([
        "```figure", f"id: {name}", f"data: {name}", "mark: bar", "y: area", "x: value",
        "sort: -value", f'title: "{title}"', 'subtitle: "The measure by area"',
        'alt: "Bar chart of the measure by area; the table below gives each value."', "```",
    ])


def briefpack_dataset(number):
    found = dataset(number)
    names = ["value", *(name for name, *_ in found.measures[1:])]
    fields = ["  - {name: area, type: string, title: Area}",
              "  - {name: code, type: string, title: Code}"]
    for name, (_, title, unit, *_) in zip(names, found.measures):
        fields.append(f'  - {{name: {name}, type: number, title: "{title}", unit: {unit}, decimals: 1}}')
    rows = []
    for area, code, values in found.rows:
        rows += [f'  - area: "{area}"', f'    code: "{code}"']
        rows += [f"    {name}: {value}" for name, value in zip(names, values)]
    return "\n".join([
        f'title: "{found.title}"', f'source: {{name: "{found.source}"}}', "licence: OGL-UK-3.0",
        "primary_key: area", "fields:", *fields, "rows:", *rows, "",
    ])


LAYOUTS = {"briefpack": briefpack, "hugo": hugo, "zola": zola}
