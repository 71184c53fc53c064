"""python citations.py BRIEFPACK SITE… — reads the BibTeX and RIS of reading lists back.

The readers are `bibtexparser` and `rispy`. First a list is built whose values hold what could end a field in
either format: every entry has to come back with the same words. Then the lists of built sites: both files have as
many entries as the page shows, with the same titles, and every title stands on the page.
"""

import html
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import bibtexparser
import rispy
from bibtexparser.bparser import BibTexParser
from bibtexparser.customization import convert_to_unicode

# Titles, and the publisher of each: what a person may write, and what could end a field.
AWKWARD = [
    ("Braces } and { out of pairs", "A & B"),
    ("A @misc{x, title = {y}} inside", "Dept. of 100% #1_a"),
    ("Back\\\\slash at the end \\\\", "~tilde ^hat $5"),
    ("ER  - of a record", "Élan – “quoted”"),
    ("Two -- hyphens", "TY  - RPRT"),
]
AUTHORS = ["O'Neil, Ana María", "Fish and Chips Board"]


def bibtex(path):
    parser = BibTexParser(common_strings=False, ignore_nonstandard_types=False)
    parser.customization = convert_to_unicode
    entries = bibtexparser.loads(path.read_text("utf-8"), parser=parser).entries
    return [{key: text(value) for key, value in entry.items()} for entry in entries]


def text(value):
    """The words of a value of BibTeX."""
    for command, letter in [
        ("textbraceleft", "{"),
        ("textbraceright", "}"),
        ("textbackslash", "\\"),
        ("textasciitilde", "~"),
        ("textasciicircum", "^"),
    ]:
        # The braces behind a command may have been taken off by the reader.
        value = re.sub(rf"\\{command}(\{{\}})?", lambda _, it=letter: f"\0{ord(it):02x}\0", value)
    value = re.sub(r"\\([&%$#_])", r"\1", value).replace("{}", "")
    value = value.replace("{", "").replace("}", "")
    return re.sub("\0(..)\0", lambda code: chr(int(code[1], 16)), value)


def ris(path):
    return rispy.loads(path.read_bytes().decode("utf-8"))


def awkward_list(folder):
    session = folder / "content" / "sessions" / "first"
    session.mkdir(parents=True)
    (folder / "briefpack.yaml").write_text("title: Example group\n", "utf-8")
    (folder / "content" / "index.md").write_text("---\ntitle: Example group\n---\n\nWords.\n", "utf-8")
    (session / "index.md").write_text("---\ntitle: First\nnumber: 1\ndate: 2024-01-01\nreading: reading.yaml\n---\n\nWords.\n", "utf-8")
    lines = ["groups:", "  - title: Awkward", "    entries:"]
    for at, (title, publisher) in enumerate(AWKWARD):
        lines += [
            f"      awkward-{at}:",
            "        type: report",
            f"        title: '{escaped(title)}'",
            f"        publisher: '{escaped(publisher)}'",
            "        author: [" + ", ".join('"' + author + '"' for author in AUTHORS) + "]",
            "        date: 2020-06",
            "        url: https://example.org/a_b%20c#d",
        ]
    (session / "reading.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    return session


def escaped(words):
    """As Markdown in a quoted value of YAML."""
    words = words.replace("\\\\", "\0")
    words = re.sub(r"([-_~^*\[\]{}<>&#$@])", r"\\\1", words)
    return words.replace("\0", "\\\\").replace("'", "''")


def meant(words):
    return " ".join(words.replace("\\\\", "\\").split())


def hold_awkward(program, faults):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        awkward_list(folder)
        run = subprocess.run([program, "build", str(folder)], capture_output=True, text=True)
        if run.returncode:
            sys.exit(f"the awkward list was not built:\n{run.stdout}{run.stderr}")
        made = folder / "public" / "sessions" / "first"
        titles = [meant(title) for title, _ in AWKWARD]
        publishers = [meant(publisher) for _, publisher in AWKWARD]
        found, records = bibtex(made / "reading-list.bib"), ris(made / "reading-list.ris")
        same(faults, "BibTeX titles", [it.get("title") for it in found], titles)
        same(faults, "BibTeX institutions", [it.get("institution") for it in found], publishers)
        same(faults, "BibTeX authors", {it.get("author") for it in found}, {" and ".join(AUTHORS)})
        same(faults, "BibTeX addresses", {it.get("url") for it in found}, {"https://example.org/a_b%20c#d"})
        same(faults, "RIS titles", [it.get("title") for it in records], titles)
        same(faults, "RIS publishers", [it.get("publisher") for it in records], publishers)
        same(faults, "RIS authors", [it.get("authors") for it in records], [AUTHORS] * len(AWKWARD))
        return len(AWKWARD)


def same(faults, what, found, wanted):
    if found != wanted:
        faults.append(f"{what}: found {found!r}, wanted {wanted!r}")


def hold_site(site, faults):
    checked = 0
    for path in sorted(site.rglob("reading-list.bib")):
        found, records = bibtex(path), ris(path.with_suffix(".ris"))
        page = " ".join(html.unescape(re.sub("<[^>]+>", "", (path.parent / "index.html").read_text("utf-8"))).split())
        titles = [it.get("title") for it in found]
        same(faults, f"{path}: titles in RIS", [it.get("title") for it in records], titles)
        faults += [f"{path}: the page does not show {title!r}" for title in titles if not title or title not in page]
        keys = {it["ID"].lower() for it in found}
        same(faults, f"{path}: keys", len(keys), len(found))
        checked += len(found)
    if not checked:
        faults.append(f"{site}: no reading list")
    return checked


def main():
    program, *sites = sys.argv[1:]
    faults = []
    checked = hold_awkward(program, faults)
    checked += sum(hold_site(Path(site), faults) for site in sites)
    print("\n".join(faults))
    print(f"{checked} entries of reading lists, {len(faults)} faults")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
