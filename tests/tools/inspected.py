"""python inspected.py PROGRAM — published files through `briefpack data inspect` and back.

Every file is looked at, the descriptions that are printed are built unedited, and every cell of
the CSV files that come out is held against what Python's own readers (`csv`, `openpyxl`) find in
the published file. A cell may differ only for one of the reasons below, and as often as the table
of files says.
"""

import csv
import subprocess
import sys
import tempfile
import warnings
from decimal import Decimal
from pathlib import Path

import openpyxl
import yaml

# Pictures in a workbook are none of our business.
warnings.filterwarnings("ignore", module="openpyxl")

ROOT = Path(__file__).parents[2]

# Why a cell may be written otherwise than Python reads it.
REASONS = {
    "spaces": "spaces around a value are no part of it",
    "float": "the workbook holds a binary number; the nearest decimal of 15 digits is meant",
    "nought": "nought has no sign: -0.0000 is 0.0000",
}

# Each file: where it stands, its encoding or none for a workbook, the row of its headings, and how
# many cells differ for which reason. A workbook has its sheets with their rows.
SESSIONS = "content/sessions"
FILES = [
    {
        "file": "tests/data/ward17_imd2019_scores.csv",
        "encoding": "utf-8",
        "key": "ward17-code",
        "types": {"ward17-code": "string", "group": "string", "imd-score": "number", "crime-score": "number"},
        "differences": {"nought": 1},
    },
    {
        "file": f"{SESSIONS}/03-employment-skills-education/data/unemployment_rate.csv",
        "encoding": "utf-8",
        "key": "pcon24cd",
    },
    {
        "file": "tests/data/life_expectancy_constituency_2022_cp1252.csv",
        "encoding": "windows-1252",
        "key": "code",
        "types": {"period": "year", "age-group": "string", "life-expectancy-years": "number"},
    },
    {
        "file": f"{SESSIONS}/03-employment-skills-education/data/education-attainment.csv",
        "encoding": "utf-8",
        "key": "constituency-id",
        "types": {"a-c-2011": "integer"},
    },
    {
        "file": "tests/data/hmrc_tax_constituency_ci_2022_23.csv",
        "encoding": "utf-8",
        "key": "parliamentary-constituency-codes",
    },
    {
        "file": f"{SESSIONS}/02-warm-homes/data/fuel-poverty.csv",
        "encoding": "utf-8",
        "key": "parliamentary-constituency-code",
        "types": {"number-of-households": "integer"},
        "differences": {"spaces": 543},
    },
    {
        "file": "tests/data/ons_epc_median_constituency_ew_2024.csv",
        "encoding": "utf-8",
        "key": "code",
        "types": {"1983-to-2011": "integer"},
    },
    {
        "file": f"{SESSIONS}/04-health/files/qof_prevalence_by_imd_decile_2019_20.csv",
        "encoding": "utf-8",
        "key": ["imd-overall", "group-code"],
        "types": {"imd-overall": "string"},
    },
    {
        "file": "content/data/authorities-2022.csv",
        "encoding": "utf-8-sig",
        "key": "lad22cd",
        "types": {"objectid": "integer"},
    },
    {
        "file": "tests/data/imd_composite_constituency_2024.csv",
        "encoding": "utf-8",
        "key": "parl25",
        "types": {"pcon24cd": "string", "parl25-imd-pop-decile": "integer"},
    },
    {"file": "content/data/lbn-wards.csv", "encoding": "utf-8", "key": "ward17-code"},
    {
        "file": f"{SESSIONS}/01-what-makes-a-neighbourhood-left-behind/files/lbn_deprived_england_summary.csv",
        "encoding": "utf-8",
        "key": ["measure", "group"],
    },
    {"file": "tests/data/region_tiles.csv", "encoding": "utf-8", "key": "areacd", "types": {"col": "integer"}},
    {
        "file": "tests/data/iod2019_file10_lower_tier_summaries.xlsx",
        "header": 1,
        "sheets": [
            "IMD",
            "Income",
            "Employment",
            "Education",
            "Health",
            "Crime",
            "Barriers",
            "Living",
            "IDACI",
            "IDAOPI",
        ],
        "key": "local-authority-district-code-2019",
        "types": {"local-authority-district-code-2019": "string"},
    },
    {
        "file": "tests/data/ons_dwelling_stock_by_tenure_2021.xlsx",
        "header": 4,
        "sheets": ["1a", "1b", "2a", "2b"],
        "types": {"region-code": "string"},
    },
]


def run(program, *arguments):
    return subprocess.run([program, *arguments], capture_output=True, text=True)


def rows_of_csv(path, encoding):
    with open(path, encoding=encoding, newline="") as file:
        return [row for row in csv.reader(file) if row]


def rows_of_sheet(path, sheet, header):
    book = openpyxl.load_workbook(path, data_only=True)
    rows = [list(row) for row in book[sheet].iter_rows(min_row=header, values_only=True)]
    while rows and all(cell is None for cell in rows[-1]):
        rows.pop()
    width = max(at for at, cell in enumerate(rows[0]) if cell is not None) + 1
    return [row[:width] for row in rows]


def reason(built, read):
    """Why a built cell differs from the one that Python read; none where it does not."""
    if read is None:
        read = ""
    if isinstance(read, str):
        if built == read:
            return None
        if built == read.strip():
            return "spaces"
        if "-" + built == read and not built.strip("0."):
            return "nought"
    elif isinstance(read, bool):
        return None if built == str(read).lower() else "?"
    elif isinstance(read, int):
        return None if built == str(read) else "?"
    elif isinstance(read, float):
        # A whole number is 12.0 to Python only.
        if built == repr(read) or built + ".0" == repr(read):
            return None
        if Decimal(built) == Decimal(f"{read:.15g}"):
            return "float"
    return "?"


def squeezed(words):
    return " ".join(str(words).split())


def compare(name, description, built, rows, wrong):
    """Holds a built table against the rows that Python read; gives the differences counted."""
    headings = [squeezed(cell or "") for cell in rows[0]]
    fields = description["fields"]
    if len(fields) != len(headings):
        wrong.append(f"{name}: {len(fields)} fields for {len(headings)} columns")
    body = rows[1:]
    if len(built) - 1 != len(body):
        wrong.append(f"{name}: {len(built) - 1} rows for {len(body)}")
    counts = {}
    cells = 0
    for at, field in enumerate(fields):
        if built[0][at] != field["name"]:
            wrong.append(f"{name}: the heading {built[0][at]} is not {field['name']}")
        column = headings.index(squeezed(field["title"]))
        for number, (mine, theirs) in enumerate(zip(built[1:], body)):
            cells += 1
            why = reason(mine[at], theirs[column])
            if why == "?":
                wrong.append(f"{name}: row {number + 1}, {field['title']}: {mine[at]!r} for {theirs[column]!r}")
            elif why:
                counts[why] = counts.get(why, 0) + 1
    return cells, counts


def go_through(program, entry, site, wrong):
    """Looks at one file, builds what is printed, and compares; gives the number of cells."""
    path = ROOT / entry["file"]
    said = run(program, "data", "inspect", str(path))
    if said.returncode != 0:
        wrong.append(f"{path.name}: status {said.returncode}: {said.stderr}")
        return 0
    documents = said.stdout.split("\n---\n")
    sheets = entry.get("sheets", [None])
    if len(documents) != len(sheets):
        wrong.append(f"{path.name}: {len(documents)} tables, not {len(sheets)}")
        return 0
    data = site / "content" / "data"
    data.mkdir(parents=True)
    (site / "briefpack.yaml").write_text("title: Published files\n")
    (site / "content" / "index.md").write_text("---\ntitle: Home\n---\n")
    (data / path.name).write_bytes(path.read_bytes())
    for at, document in enumerate(documents):
        (data / f"table-{at}.yaml").write_text(document, encoding="utf-8")
    built = run(program, "build", str(site), "--as-of", "2026-06-01")
    if built.returncode != 0:
        wrong.append(f"{path.name} does not build: {built.stderr[:2000]}")
        return 0
    total, counts = 0, {}
    for at, (document, sheet) in enumerate(zip(documents, sheets)):
        description = yaml.safe_load(document)
        if sheet is None:
            rows = rows_of_csv(path, entry["encoding"])
        else:
            rows = rows_of_sheet(path, sheet, entry["header"])
            if description["sheet"] != sheet:
                wrong.append(f"{path.name}: {description['sheet']} for {sheet}")
        table = rows_of_csv(site / "public" / "data" / f"table-{at}.csv", "utf-8")
        name = f"{path.name} {sheet or ''}".strip()
        cells, found = compare(name, description, table, rows, wrong)
        types = {field["name"]: field["type"] for field in description["fields"]}
        for field, kind in entry.get("types", {}).items():
            if types.get(field) != kind:
                wrong.append(f"{name}: {field} is {types.get(field)}, not {kind}")
        if "key" in entry and description.get("primary_key") != entry["key"]:
            wrong.append(f"{name}: the key is {description.get('primary_key')}, not {entry['key']}")
        total += cells
        for why, count in found.items():
            counts[why] = counts.get(why, 0) + count
    if counts != entry.get("differences", {}):
        wrong.append(f"{path.name}: differences {counts}, expected {entry.get('differences', {})}")
    return total


def main(program):
    wrong, cells, passed = [], 0, 0
    for entry in FILES:
        before = len(wrong)
        with tempfile.TemporaryDirectory(prefix="briefpack-inspected-") as folder:
            cells += go_through(program, entry, Path(folder), wrong)
        passed += len(wrong) == before
    for line in wrong[:40]:
        print(f"FAILED {line}")
    print(f"{cells} cells of {len(FILES)} published files compared")
    print(f"{passed} passed, {len(wrong)} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python inspected.py PROGRAM")
    sys.exit(main(sys.argv[1]))
