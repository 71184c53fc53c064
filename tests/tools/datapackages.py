"""python datapackages.py SITE… — holds every Data Package of built sites against its CSV file.

The validator is `frictionless`: it checks the description by its profile, then the size and hash
of the CSV file, its header, the type of every cell, and that no two rows have one primary key.
First it looks at packages that are damaged on purpose, and has to find each damage; a check that
finds nothing there would prove nothing on a real site.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

from frictionless import Package, FrictionlessException, validate

ENDING = ".datapackage.json"

CSV = "area,year,jobs,share\nNorth ward,2024,52,1.5\nSouth ward,2024,[c],-\nSouth ward,2025,88,2.25\n"
FIELDS = [
    {"name": "area", "type": "string"},
    {"name": "year", "type": "year"},
    {"name": "jobs", "type": "integer", "missingValues": [{"value": "[c]", "label": "confidential"}]},
    {"name": "share", "type": "number", "missingValues": [{"value": "-", "label": "none"}]},
]


def without(name, field):
    return [{k: v for k, v in it.items() if k != name} if it["name"] == field else it for it in FIELDS]


# What is damaged, the fault that has to be found, and the damage.
DAMAGES = [
    ("nothing", None, {}),
    ("a word in a column of numbers", "type-error", {"csv": ("2.25", "much")}),
    ("a fraction in a column of integers", "type-error", {"csv": ("88", "88.5")}),
    ("a year of two digits", "type-error", {"csv": ("2025", "25")}),
    ("a mark that is not explained", "type-error", {"fields": without("missingValues", "jobs")}),
    ("two rows of one key", "primary-key", {"csv": ("2025", "2024")}),
    ("a heading of another name", "incorrect-label", {"csv": ("jobs,", "posts,")}),
    ("a cell too many", "extra-cell", {"csv": ("88", "88,9")}),
    ("a type that there is not", "field-error", {"fields": [{"name": "area", "type": "words"}, *FIELDS[1:]]}),
    ("a file of other bytes", "hash-count", {"hash": "sha256:" + "0" * 64}),
    ("no CSV file", "scheme-error", {"path": "nowhere.csv"}),
]


def faults(path):
    """The faults of one package, each by its type and in words."""
    try:
        report = validate(str(path))
    except FrictionlessException as exception:
        return [(exception.error.type, exception.error.message)]
    return [(error[0], error[1]) for error in report.flatten(["type", "message"])] or (
        [] if report.valid else [("invalid", "the report names no error")]
    )


def lay_out(folder, damage):
    """Writes a small sound package, damaged as the row says."""
    csv = CSV
    if "csv" in damage:
        before, after = damage["csv"]
        assert before in csv
        csv = csv.replace(before, after)
    (folder / "jobs.csv").write_text(csv, encoding="utf-8")
    resource = {
        "name": "jobs",
        "type": "table",
        "path": damage.get("path", "jobs.csv"),
        "format": "csv",
        "encoding": "utf-8",
        "schema": {"fields": damage.get("fields", FIELDS), "primaryKey": ["area", "year"]},
    }
    if "hash" in damage:
        resource["hash"] = damage["hash"]
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "jobs",
        "resources": [resource],
    }
    path = folder / f"jobs{ENDING}"
    path.write_text(json.dumps(package), encoding="utf-8")
    return path


def prove():
    """Whether each damage is found, and nothing on the sound package."""
    wrong = []
    for name, expected, damage in DAMAGES:
        folder = Path(tempfile.mkdtemp(prefix="briefpack-package-"))
        try:
            found = {kind for kind, _ in faults(lay_out(folder, damage))}
        finally:
            shutil.rmtree(folder)
        right = expected in found if expected else not found
        if not right:
            wrong.append(f"{name}: found {sorted(found)}, expected {expected}")
    return wrong


def damaged_copy(path):
    """Whether a change of one digit in the CSV of a real package is found."""
    with tempfile.TemporaryDirectory(prefix="briefpack-package-") as folder:
        copy = Path(folder) / path.name
        shutil.copy(path, copy)
        name = json.loads(path.read_text(encoding="utf-8"))["resources"][0]["path"]
        bytes_ = bytearray((path.parent / name).read_bytes())
        at = max(place for place, byte in enumerate(bytes_) if chr(byte).isalnum())
        bytes_[at] = ord("1") if bytes_[at] != ord("1") else ord("2")
        (Path(folder) / name).write_bytes(bytes_)
        return bool(faults(copy))


def main(sites):
    wrong = prove()
    passed = len(DAMAGES) - len(wrong)
    for site in sites:
        packages = sorted(Path(site).rglob(f"*{ENDING}"))
        if not packages:
            wrong.append(f"{site} holds no Data Package")
        for path in packages:
            found = faults(path)
            wrong.extend(f"{path}: {kind}: {words}" for kind, words in found[:6])
            if not damaged_copy(path):
                found = True
                wrong.append(f"{path}: a changed digit is not found")
            passed += not found
        print(f"{site}: {len(packages)} Data Packages")
    for line in wrong:
        print(f"FAILED {line}")
    print(f"{passed} passed, {len(wrong)} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python datapackages.py SITE…")
    sys.exit(main(sys.argv[1:]))
