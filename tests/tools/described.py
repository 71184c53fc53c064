"""The descriptions that stand in an archive, held against the validators of others.

cffconvert for the citation, DataCite's own schema in the package `datacite`, and the validator of
RO-Crate, all of them without a network.
"""

import functools
import io
import json
import tempfile
import xml.etree.ElementTree as xml
from contextlib import redirect_stderr, redirect_stdout
from importlib.util import find_spec
from pathlib import Path

import requests
from cffconvert import Citation
from datacite import schema45
from requests_cache import CachedSession
from rocrate_validator import models, services
from urllib3 import HTTPResponse


def citation(archive):
    for path in (archive / "CITATION.cff", archive / "bag/metadata/CITATION.cff"):
        try:
            with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                Citation(path.read_text(encoding="utf-8")).validate()
        except Exception as fault:  # whatever the validator throws is a fault of the file
            return False, str(fault)
    return True, ""


def datacite(archive):
    """The schema of DataCite 4.5, in which 4.6 only allowed more words; the DOI is given on deposit."""
    told = json.loads((archive / "datacite.json").read_text(encoding="utf-8"))
    faults = [f"{list(it.path)}: {it.message}" for it in schema45.validator.iter_errors(told)]
    return not faults, "; ".join(faults)


def dublin(archive):
    """No package holds its schema: the elements are those of Dublin Core, and the main ones are there."""
    try:
        root = xml.parse(archive / "dublin-core.xml").getroot()
    except xml.ParseError as fault:
        return False, str(fault)
    elements = {element.tag.split("}")[1] for element in root}
    known = "title creator subject description publisher contributor date type format identifier source language relation coverage rights"
    dc = all(element.tag.startswith("{http://purl.org/dc/elements/1.1/}") for element in root)
    return dc and {"title", "creator", "date", "type"} <= elements <= set(known.split()), str(elements)


CONTEXT = "https://w3id.org/ro/crate/1.1/context"

# What should be told and cannot be: where a publisher, of whom the site says the name, is on the web.
UNKNOWN = {"The organization SHOULD have a URL."}


@functools.cache
def context():
    """A cache in which the validator finds the context of RO-Crate 1.1, so that it needs no network.

    The package `rocrate` 0.11 holds the context as it was published (CC0).
    """
    folder = tempfile.TemporaryDirectory(prefix="briefpack-context-")
    body = (Path(find_spec("rocrate").origin).parent / "data/ro-crate.jsonld").read_bytes()
    assert json.loads(body)["@id"] == CONTEXT, "the package `rocrate` holds another context"
    answer = requests.Response()
    answer.status_code, answer.url, answer._content = 200, CONTEXT, body
    answer.headers["Content-Type"] = "application/ld+json"
    answer.request = requests.Request("GET", CONTEXT).prepare()
    answer.raw = HTTPResponse(
        io.BytesIO(body), headers=answer.headers, status=200, request_url=CONTEXT, preload_content=False
    )
    with CachedSession(f"{folder.name}/cache", backend="sqlite", expire_after=-1) as session:
        session.cache.save_response(answer)
    return folder


def crate(archive):
    """RO-Crate 1.1: everything that it requires and recommends."""
    result = services.validate(
        {
            "rocrate_uri": str(archive),
            "profile_identifier": "ro-crate-1.1",
            "requirement_severity": models.Severity.RECOMMENDED,
            "offline": True,
            "cache_path": f"{context().name}/cache",
        }
    )
    faults = [f"{it.violatingEntity}: {it.message}" for it in result.get_issues() if it.message not in UNKNOWN]
    if not faults and len(result.executed_checks) < 50:
        return False, f"only {len(result.executed_checks)} checks were made"
    return not faults, "; ".join(faults)


def crate_files(archive):
    """What the validator does not look at: entities named and not described, sizes of files."""
    graph = json.loads((archive / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    entities = {entity["@id"]: entity for entity in graph}
    if len(entities) != len(graph):
        return False, "two entities have one identifier"
    known = {*entities, "https://w3id.org/ro/crate/1.1"}
    for entity in graph:
        for value in entity.values():
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict) and one.get("@id", "./") not in known:
                    return False, f"{one['@id']} is nowhere described"
        if entity["@type"] == "File":
            path = archive / entity["@id"]
            if not path.is_file() or path.stat().st_size != int(entity["contentSize"]):
                return False, f"{entity['@id']} is not the file that is described"
    return True, ""
