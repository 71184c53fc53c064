"""python archived.py BRIEFPACK SITE… — holds archives against the checkers of others.

Each site is archived and its packages given to the tools that libraries and web archives use: bagit
for the bag, warcio for the digests of every record, wacz for the web archive, unzip for the ZIP
files, sha256sum for the seal, and the validators of `described` for what catalogues read. pywb
replays every page with what it loads and offers. Each check is then shown a damaged copy, and has to
find it; one that finds nothing there would prove nothing on a sound archive.
"""

# pywb's server wants this before anything imports what it changes.
from gevent.monkey import patch_all

patch_all()

import io
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urldefrag, urljoin

import bagit

from described import citation, crate, crate_files, datacite, dublin

# Faults are told here, once.
logging.disable(logging.CRITICAL)

BIN = Path(sys.executable).parent
AS_OF = "2026-06-01T09:00:00Z"


def run(*command, cwd=None):
    """Whether a command succeeds, and what it said."""
    done = subprocess.run([str(it) for it in command], cwd=cwd, capture_output=True, text=True)
    return done.returncode == 0, done.stdout + done.stderr


def flip(path, at=None, word=None):
    """Changes one bit of a file: in the middle, or of the first letter of a word."""
    data = bytearray(path.read_bytes())
    at = data.index(word) if word else len(data) // 2 if at is None else at
    data[at] ^= 1
    path.write_bytes(data)


# The checks: each says whether an archive is sound.


def bag(archive):
    try:
        bagit.Bag(str(archive / "bag")).validate()
        return True, ""
    except bagit.BagError as fault:
        return False, str(fault)


def warc(archive):
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(archive / "site.wacz") as wacz:
            # The sum of bytes of the ZIP file is not what is checked here.
            member = wacz.open("archive/data.warc")
            member._expected_crc = None
            path = Path(folder) / "data.warc"
            path.write_bytes(member.read())
        sound, said = run(BIN / "warcio", "check", "-v", path)
        passed, records = said.count("digest pass"), said.count("WARC-Record-ID")
        if sound and not (0 < records == passed):
            return False, f"{passed} of {records} records have a digest that passed"
        return sound, said


def wacz(archive):
    return run(BIN / "wacz", "validate", "-f", archive / "site.wacz")


def unzip(archive):
    for name in ("site.zip", "site.wacz"):
        sound, said = run("unzip", "-t", archive / name)
        if not sound:
            return False, said
    return True, ""


def seal(archive):
    return run("sha256sum", "--quiet", "--strict", "-c", "seal.txt", cwd=archive / "site")


def manifest(archive):
    return run("sha256sum", "--quiet", "--strict", "-c", "manifest-sha256.txt", cwd=archive)


class Loads(HTMLParser):
    """What a page loads and leads to."""

    def __init__(self):
        super().__init__()
        self.links = set()

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("href", "src", "poster") and value:
                self.links.add(value)


def replay(archive):
    """Every page of the list in pywb, with every file of the site that it loads or leads to."""
    from pywb.apps.frontendapp import FrontEndApp
    from pywb.manager.manager import main as manager
    from werkzeug.test import Client

    with tempfile.TemporaryDirectory() as folder:
        said = io.StringIO()
        here = Path.cwd()
        os.chdir(folder)
        try:
            with redirect_stdout(said), redirect_stderr(said):
                manager(["init", "site"])
                manager(["add", "--unpack-wacz", "site", str(archive / "site.wacz")])
                client = Client(FrontEndApp(config_file=None, custom_config={"framed_replay": False}))
                return replayed(archive, client)
        except (Exception, SystemExit) as fault:
            return False, f"{fault} {said.getvalue()}"
        finally:
            os.chdir(here)


def replayed(archive, client):
    with zipfile.ZipFile(archive / "site.wacz") as wacz:
        member = wacz.open("pages/pages.jsonl")
        member._expected_crc = None
        lines = member.read().decode("utf-8").splitlines()
        package = json.loads(wacz.read("datapackage.json"))
    base = package["mainPageUrl"].removesuffix("index.html")
    pages = [json.loads(line) for line in lines[1:]]
    built = [path for path in (archive / "site").rglob("*.html")]
    if not pages or len(pages) > len(built):
        return False, f"{len(pages)} pages are listed, and {len(built)} were built"
    seen, waiting = set(), [page["url"] for page in pages]
    stamp = pages[0]["ts"].translate(str.maketrans("", "", "-:TZ"))
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        seen.add(url)
        answer = client.get(f"/site/{stamp}id_/{url}")
        path = archive / "site" / (url.removeprefix(base) or "index.html")
        original = next(
            (it for it in (path, path / "index.html") if it.is_file()),
            Path(str(path)),
        )
        if answer.status_code != 200:
            return False, f"{url}: status {answer.status_code}"
        if not original.is_file() or answer.data != original.read_bytes():
            return False, f"{url} is replayed with other bytes"
        if original.suffix == ".html":
            page = Loads()
            page.feed(answer.data.decode("utf-8"))
            found = page.links
        elif original.suffix == ".css":
            found = set(re.findall(r"url\(\"?([^)\"]+)\"?\)", answer.data.decode("utf-8")))
        else:
            continue
        for link in found:
            target, _ = urldefrag(urljoin(url, link))
            if target.startswith(base):
                waiting.append(target)
    files = {base + quote(str(path.relative_to(archive / "site"))) for path in (archive / "site").rglob("*")
             if path.is_file()}
    kinds = {Path(url).suffix for url in seen}
    lost = {".html", ".css", ".woff2", ".svg"} - kinds
    if lost:
        return False, f"nothing of the kinds {lost} was replayed"
    return True, f"  pywb: {len(pages)} pages, {len(seen)} of {len(files)} files replayed, {sorted(kinds)}"


# Each check, and the damage that it has to find.
CHECKS = [
    ("bagit: payload", bag, lambda a: flip(a / "bag/data/index.html")),
    ("bagit: an added file", bag, lambda a: (a / "bag/data/more.txt").write_text("more")),
    ("bagit: a missing file", bag, lambda a: (a / "bag/data/index.html").unlink()),
    ("bagit: a tag file", bag, lambda a: flip(a / "bag/bag-info.txt", word=b"Bagging")),
    ("warcio check", warc, lambda a: flip(a / "site.wacz", word=b"Skip to content")),
    ("wacz validate: the WARC file", wacz, lambda a: flip(a / "site.wacz", word=b"Skip to content")),
    ("wacz validate: the description", wacz, lambda a: flip(a / "site.wacz", word=b'"created"')),
    ("unzip -t", unzip, lambda a: flip(a / "site.zip")),
    ("sha256sum of the seal", seal, lambda a: flip(a / "site/index.html")),
    ("sha256sum of all files", manifest, lambda a: flip(a / "datacite.json")),
    ("cffconvert", citation, lambda a: replace(a / "CITATION.cff", "date-released: 2", "date-released: the 2")),
    ("DataCite", datacite, lambda a: replace(a / "datacite.json", '"creators"', '"creator"')),
    ("Dublin Core", dublin, lambda a: replace(a / "dublin-core.xml", "</dc:title>", "</dc:titel>")),
    ("DataCite: a word of no list", datacite, lambda a: replace(a / "datacite.json", '"Issued"', '"Closed"')),
    ("RO-Crate: no root", crate, lambda a: replace(a / "ro-crate-metadata.json", '"@id": "./"', '"@id": "./x"', 1)),
    ("RO-Crate: no licence", crate, lambda a: replace(a / "ro-crate-metadata.json", '"license"', '"licence"')),
    ("RO-Crate: a word of no context", crate, lambda a: replace(a / "ro-crate-metadata.json", '"isBasedOn"', '"basedOn"')),
    ("RO-Crate: a date in words", crate, lambda a: replace(a / "ro-crate-metadata.json", '"datePublished": "2', '"datePublished": "in 2')),
    ("RO-Crate: a missing file", crate, lambda a: next((a / "site").rglob("*.datapackage.json")).unlink()),
    ("RO-Crate: the size of a file", crate_files, lambda a: replace(a / "ro-crate-metadata.json", '"contentSize": "', '"contentSize": "1')),
    ("RO-Crate: an entity nowhere described", crate_files, lambda a: replace(a / "ro-crate-metadata.json", '"@id": "#organisation-example-group"', '"@id": "#nobody"', 1)),
    ("pywb", replay, lambda a: flip(a / "site.wacz", word=b"Skip to content")),
    ("pywb: the index", replay, lambda a: replace_bytes(a / "site.wacz", b'"url":"', b'"urx":"')),
]


def replace(path, before, after, count=-1):
    text = path.read_text(encoding="utf-8")
    assert before in text, f"{before} is not in {path}"
    path.write_text(text.replace(before, after, count), encoding="utf-8")


def replace_bytes(path, before, after):
    data = path.read_bytes()
    assert before in data, f"{before} is not in {path}"
    path.write_bytes(data.replace(before, after))


def check(archive, prove):
    """What is wrong with an archive, and which checks do not find their damage."""
    wrong, passed, told = [], 0, {}
    for name, look, damage in CHECKS:
        if look not in told:
            told[look] = look(archive)
        sound, said = told[look]
        if not sound:
            wrong.append(f"{name}: {said.strip()[-400:]}")
            continue
        if prove:
            with tempfile.TemporaryDirectory() as folder:
                copy = Path(folder) / "archive"
                shutil.copytree(archive, copy)
                damage(copy)
                try:
                    found = not look(copy)[0]
                except Exception:  # a checker that breaks down has found something
                    found = True
            if not found:
                wrong.append(f"{name}: the damage is not found")
                continue
        passed += 1
    print(told[replay][1])
    return wrong, passed


def main(briefpack, sites):
    wrong, passed = [], 0
    for number, site in enumerate(sites):
        with tempfile.TemporaryDirectory(prefix="briefpack-archive-") as folder:
            archive = Path(folder) / "archive"
            done, said = run(briefpack, "archive", site, "--as-of", AS_OF, "-o", archive)
            if done:
                done, said = run(briefpack, "verify", archive)
            if not done:
                wrong.append(f"{site}: {said}")
                continue
            print(f"{site}: archived")
            found, count = check(archive, prove=number == 0)
            wrong.extend(f"{site}: {it}" for it in found)
            passed += count
    for line in wrong:
        print(f"FAILED {line}")
    print(f"{passed} passed, {len(wrong)} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: python archived.py BRIEFPACK SITE…")
    sys.exit(main(Path(sys.argv[1]).resolve(), sys.argv[2:]))
