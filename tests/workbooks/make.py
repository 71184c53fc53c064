"""Makes the small workbooks that tests read, from nothing but the standard library.

    python3 tests/workbooks/make.py

Each is the smallest that shows one thing, with invented areas. The same bytes come out each time.
What is under `published/` is not made here; DATA-LICENCES.md says where it is from.
"""

import io
import pathlib
import zipfile
from xml.sax.saxutils import escape, quoteattr

HERE = pathlib.Path(__file__).parent
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def archive(parts):
    """A zip file with the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zip_file:
        for name, content in parts:
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            zip_file.writestr(info, content)
    return out.getvalue()


def letters(column):
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


class Raw(str):
    """The inside of a cell element, attributes before `|`."""


def cell(place, value):
    if value is None:
        return ""
    if isinstance(value, Raw):
        attributes, _, inside = value.partition("|")
        return f'<c r="{place}" {attributes}>{inside}</c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    text = escape(value)
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def sheet(rows, merged=(), hidden_rows=(), hidden_columns=(), first=1):
    """A worksheet; rows are lists of values, `first` is the number of the first."""
    columns = "".join(f'<col min="{n}" max="{n}" width="9" hidden="1"/>' for n in hidden_columns)
    out = []
    for number, row in enumerate(rows, first):
        hidden = ' hidden="1"' if number in hidden_rows else ""
        cells = "".join(cell(f"{letters(n)}{number}", value) for n, value in enumerate(row))
        out.append(f'<row r="{number}"{hidden}>{cells}</row>')
    merges = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    merges = f"<mergeCells>{merges}</mergeCells>" if merges else ""
    columns = f"<cols>{columns}</cols>" if columns else ""
    return f'<worksheet xmlns="{MAIN}">{columns}<sheetData>{"".join(out)}</sheetData>{merges}</worksheet>'


def runs(*parts):
    """The inside of a text of runs; those that begin with `^` are raised."""
    out = ""
    for part in parts:
        raised = '<rPr><vertAlign val="superscript"/></rPr>' if part.startswith("^") else ""
        out += f'<r>{raised}<t xml:space="preserve">{escape(part.removeprefix("^"))}</t></r>'
    return out


def xlsx(sheets, since_1904=False, shared=(), formats=()):
    """A workbook of (name, worksheet, state); styles from 2 on have the number formats."""
    listed, relations, types, parts = [], [], [], []
    for number, (name, content, state) in enumerate(sheets, 1):
        state = f' state="{state}"' if state else ""
        listed.append(f'<sheet name={quoteattr(name)} sheetId="{number}"{state} r:id="r{number}"/>')
        relations.append(
            f'<Relationship Id="r{number}" Type="{RELATIONS}/worksheet" '
            f'Target="worksheets/sheet{number}.xml"/>'
        )
        types.append(
            f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="application/'
            'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        )
        parts.append((f"xl/worksheets/sheet{number}.xml", content))
    relations.append(f'<Relationship Id="styles" Type="{RELATIONS}/styles" Target="styles.xml"/>')
    if shared:
        relations.append(
            f'<Relationship Id="s" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
        )
        parts.append(("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{"".join(shared)}</sst>'))
    epoch = '<workbookPr date1904="1"/>' if since_1904 else ""
    # The first format is a plain number, the second a date.
    own = "".join(f'<numFmt numFmtId="{164 + n}" formatCode={quoteattr(code)}/>' for n, code in enumerate(formats))
    styled = "".join(f'<xf numFmtId="{164 + n}" applyNumberFormat="1"/>' for n in range(len(formats)))
    own = f'<numFmts count="{len(formats)}">{own}</numFmts>' if formats else ""
    styles = (
        f'<styleSheet xmlns="{MAIN}">{own}<cellXfs count="{2 + len(formats)}"><xf numFmtId="0"/>'
        f'<xf numFmtId="14" applyNumberFormat="1"/>{styled}</cellXfs></styleSheet>'
    )
    return archive(
        [
            (
                "[Content_Types].xml",
                f'<Types xmlns="{PACKAGE}/content-types">'
                '<Default Extension="rels" ContentType="application/'
                'vnd.openxmlformats-package.relationships+xml"/>'
                '<Override PartName="/xl/workbook.xml" ContentType="application/'
                'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
                + "".join(types)
                + "</Types>",
            ),
            (
                "_rels/.rels",
                f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
                f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            ),
            (
                "xl/_rels/workbook.xml.rels",
                f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(relations)}</Relationships>',
            ),
            (
                "xl/workbook.xml",
                f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{epoch}'
                f'<sheets>{"".join(listed)}</sheets></workbook>',
            ),
            ("xl/styles.xml", styles),
            *parts,
        ]
    )


def one(rows, **options):
    return xlsx([("Table 1", sheet(rows, **options), None)])


def ods(tables, styles=""):
    """An OpenDocument spreadsheet of (name, attributes, rows as XML)."""
    names = ("office", "table", "text", "style", "calcext", "dc")
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    body = "".join(
        f"<table:table table:name={quoteattr(name)}{attributes}>{rows}</table:table>"
        for name, attributes, rows in tables
    )
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}"
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f"{body}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return archive(
        [
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("META-INF/manifest.xml", manifest),
            ("content.xml", content),
        ]
    )


def words(text, more=""):
    return f'<table:table-cell office:value-type="string"{more}><text:p>{escape(text)}</text:p></table:table-cell>'


def number(value, more=""):
    return f'<table:table-cell office:value-type="float" office:value="{value}"{more}><text:p>{value}</text:p></table:table-cell>'


def row(*cells, more=""):
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


JOBS = [["Area", "Jobs"], ["North", 20], ["South", 30], ["East", 25]]
PLAIN = sheet(JOBS)


def made():
    yield "plain.xlsx", one(JOBS)
    yield "several.xlsx", xlsx(
        [
            ("Notes", sheet([["Note number", "Note text"], ["Note 1", "Invented for a test."]]), None),
            ("Table 1", PLAIN, None),
            ("Table 2", sheet([["Area", "Jobs"], ["West", 1], ["Centre", 2]]), None),
        ]
    )
    yield "titles-and-notes.xlsx", one(
        [
            ["Table 1: jobs in invented areas"],
            ["This worksheet contains one table."],
            [],
            ["Area code", "Area [note 1]", "2024", "Jobs²", "Change (%) [note 2]"],
            ["A01", "North [note 2]", 2024, 35.036999999999999, 0.1 + 0.2],
            ["A02", "South", 2024, "12.3 [p]", "[c]"],
            ["A03", "East", 2024, 1200, "[r][e]"],
            [],
            ["[note 1] Areas are invented."],
            ["Note 2: Provisional."],
            ["Source: no office"],
        ]
    )
    yield "two-tiers.xlsx", one(
        [
            ["Jobs in invented areas"],
            ["Area", "2024", None, "2025", None],
            [None, "Men", "Women", "Men", "Women"],
            ["North", 1, 2, 3, 4],
            ["South", 5, 6, 7, 8],
        ],
        merged=["A1:E1", "A2:A3", "B2:C2", "D2:E2"],
    )
    yield "merged-body.xlsx", one(
        [["Region", "Area", "Jobs"], ["Up", "North", 1], [None, "North-west", 2], ["Down", "South", 3]],
        merged=["A2:A3"],
    )
    yield "units-row.xlsx", one([["Area", "Jobs"], ["name", "thousand"], ["North", 20], ["South", 30]])
    yield "second-table.xlsx", one([*JOBS, [], ["Another table"], ["Area", "Homes"], ["North", 5], ["South", 6]])
    yield "row-below.xlsx", one([*JOBS, [], ["All areas together were 75 last year"]])
    yield "hidden-sheet.xlsx", xlsx([("Table 1", PLAIN, None), ("Working", PLAIN, "hidden")])
    yield "hidden-row.xlsx", one(JOBS, hidden_rows=[3])
    yield "hidden-column.xlsx", one(JOBS, hidden_columns=[2])
    date = Raw('s="1"|<v>45000</v>')
    rows = [["Area", "Day", "Jobs"], ["North", date, 20], ["South", 45001, 30]]
    yield "dates.xlsx", one(rows)
    yield "dates-since-1904.xlsx", xlsx([("Table 1", sheet(rows), None)], since_1904=True)
    yield "counted-days.xlsx", one([["Area", "Date"], ["North", 45000], ["South", 45031]])
    yield "date-for-a-number.xlsx", one([["Area", "Jobs"], ["North", Raw('s="1"|<v>45000</v>')], ["South", 30]])
    yield "date-for-words.xlsx", one([["Area", "Jobs"], [Raw('s="1"|<v>45047</v>'), 5], ["6-10", 30]])
    yield "formula.xlsx", one([["Area", "Jobs"], ["North", Raw("|<f>10+10</f>")], ["South", Raw("|<f>15*2</f><v>30</v>")]])
    yield "error-cell.xlsx", one([["Area", "Jobs"], ["North", Raw('t="e"|<v>#N/A</v>')], ["South", 30]])
    yield "sparse.xlsx", xlsx(
        [
            (
                "Table 1",
                f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>'
                + "".join(
                    f'<row r="{n}">' + "".join(cell(f"{letters(c)}{n}", v) for c, v in enumerate(r)) + "</row>"
                    for n, r in enumerate(JOBS, 1)
                )
                + '<row r="1048576">' + cell("XFD1048576", "lost") + "</row></sheetData></worksheet>",
                None,
            )
        ]
    )
    shared = [
        "<si><t>Area</t></si>",
        f"<si>{runs('Rate', '^1', ' (%)')}</si>",
        f"<si>{runs('Jobs', '^a')}</si>",
        f"<si>{runs('5', '^th', ' ward')}</si>",
        f"<si>{runs('7', '^p')}</si>",
    ]
    of = lambda number: Raw(f't="s"|<v>{number}</v>')
    inline = lambda *parts: Raw(f't="inlineStr"|<is>{runs(*parts)}</is>')
    yield "raised.xlsx", xlsx(
        [
            (
                "Table 1",
                sheet(
                    [
                        [of(0), of(1), of(2), "Land in km²"],
                        [inline("North", "^2, 3"), 12.5, 100, 1],
                        [of(3), 13, 200, 2],
                        ["South", of(4), inline("1,200", "^r", "^e"), 3],
                        [],
                        [inline("^1", " Per 100 adults.")],
                        [inline("^2", " Without islands.")],
                        [inline("^3", " Of 2024.")],
                        [inline("^a", " Where people work.")],
                    ]
                ),
                None,
            )
        ],
        shared=shared,
    )
    styled = lambda style, value: Raw(f's="{style}"|<v>{value!r}</v>')
    yield "shown.xlsx", xlsx(
        [
            (
                "Table 1",
                sheet(
                    [
                        ["Area", "Share", "Jobs", "Pay", "Quoted"],
                        ["North", styled(2, 0.43), styled(3, 1200000), styled(4, 14.2), styled(5, 43)],
                        ["South", styled(2, 0.1 + 0.2), styled(3, 950000), styled(4, 15), styled(5, 44)],
                        ["East", 0, styled(3, 5000), styled(4, 16.55), styled(5, 45)],
                    ]
                ),
                None,
            )
        ],
        formats=["0.0%", '#,##0,"k"', "[$£-809]#,##0.00", '0"%"'],
    )
    styled_cell = lambda value: f'<c s="2"><v>{value}</v></c>'
    yield "unnamed-cells.xlsx", xlsx(
        [
            (
                "Table 1",
                f'<worksheet xmlns="{MAIN}"><sheetData>'
                + "".join(
                    f"<row><c t=\"inlineStr\"><is>{name}</is></c>{rest}</row>"
                    for name, rest in [
                        (runs("Area"), f'<c t="inlineStr"><is>{runs("Share", "^1")}</is></c><c s="2"/>'),
                        (runs("North", "^2"), styled_cell(0.25)),
                        (runs("South"), styled_cell(0.5)),
                    ]
                )
                + "</sheetData></worksheet>",
                None,
            )
        ],
        formats=["0%"],
    )
    yield "half-percent.xlsx", xlsx(
        [("Table 1", sheet([["Area", "Jobs"], ["North", styled(2, 0.43)], ["South", 0.44]]), None)],
        formats=["0%"],
    )
    yield "bomb.xlsx", bomb()
    yield "locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(120) + "EncryptedPackage".encode("utf-16-le") + bytes(64)
    yield "old.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(120) + "Workbook".encode("utf-16-le") + bytes(64)
    yield "cut-short.xlsx", one(JOBS)[:-200]
    yield "plain.ods", ods(
        [
            (
                "Table 1",
                "",
                row(words("Jobs in invented areas", ' table:number-columns-spanned="3"'))
                + row(words("Area"), words("Jobs"), words("Share"))
                + row(words("North"), number("35.036999999999999"), number("0.30"))
                + row(words("South"), words("12.3 [p]"), words("[c]"), more=' table:visibility="collapse"')
                + row(words("East"), number("7", ' table:number-columns-repeated="2"'))
                + row('<table:table-cell table:number-columns-repeated="1024"/>', more=' table:number-rows-repeated="1048570"'),
            )
        ]
    )
    span = lambda text: f'<text:span text:style-name="T1">{text}</text:span>'
    cell_of = lambda inside: f'<table:table-cell office:value-type="string"><text:p>{inside}</text:p></table:table-cell>'
    share = lambda value: f'<table:table-cell office:value-type="percentage" office:value="{value}"><text:p>shown</text:p></table:table-cell>'
    yield "raised.ods", ods(
        [
            (
                "Table 1",
                "",
                row(cell_of("Area"), cell_of(f"Rate{span('1')} (%)"), cell_of("Share"))
                + row(cell_of(f"North{span('2')}"), number("12.5"), share("0.4310"))
                + row(cell_of("South"), cell_of(f"7{span('p')}"), share("0.5"))
                + row(cell_of(f"{span('1')} Per 100 adults."))
                + row(cell_of(f"{span('2')} Without islands.")),
            )
        ],
        styles='<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>',
    )
    # What Excel writes for letters that XML has none for, and line ends.
    yield "control-characters.xlsx", one([["Area", "Jobs"], ["North_x0008_", 20], ["South_x000D_\nEast", 30]])
    yield "line-ends.xlsx", one([["Area", "Jobs"], ["North_x0009_", 20], ["South_x000D_\nEast", 30]])
    yield "control-characters.ods", ods(
        [("Table 1", "", row(words("Area"), words("Jobs")) + row(words("No\x0brth"), number("20")) + row(words("South"), number("30")))]
    )
    yield "ten-million-cells.ods", ods(
        [("Table 1", "", row(number("1", ' table:number-columns-repeated="16000"'), more=' table:number-rows-repeated="1000000"'))]
    )


def bomb():
    """A workbook whose worksheet declares that it unpacks to three gigabytes."""
    whole = bytearray(one(JOBS))
    # The worksheet is the last part, so the last entry of the directory is its own.
    entry = whole.rindex(b"PK\x01\x02")
    whole[entry + 24 : entry + 28] = (3 << 30).to_bytes(4, "little")
    return bytes(whole)


if __name__ == "__main__":
    for name, content in made():
        (HERE / name).write_bytes(content)
