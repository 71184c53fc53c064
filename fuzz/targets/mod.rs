//! What hostile input is tried on: for each kind of file a function that takes bytes, puts them
//! where an author's would stand, and builds a site of them in memory.
//!
//! Two programs use this: the libFuzzer targets of `fuzz/`, and the test `fuzzing` of the suite,
//! which makes a short pass over every seed. A run fails by a panic: the program's own, or that of
//! [`page::check`], which reads every page that came out.

pub mod archive;
pub mod page;
pub mod seeds;
pub mod site;

use self::site::{Files, build, inspect, put};

/// A target.
pub struct Target {
    /// Its name, which is that of its program too.
    pub name: &'static str,
    /// Tries an input.
    pub run: fn(&[u8]),
    /// Inputs to begin from, made of the fixtures of the repository.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// The longest input that is worth its time.
    pub longest: usize,
    /// Words that stand in inputs of the kind.
    pub words: &'static [&'static str],
}

/// All targets.
pub const TARGETS: &[Target] = &[
    Target {
        name: "markdown",
        run: markdown,
        seeds: seeds::markdown,
        longest: 8 << 10,
        words: MARKS,
    },
    Target {
        name: "records",
        run: records,
        seeds: seeds::records,
        longest: 8 << 10,
        words: YAML,
    },
    Target {
        name: "bibtex",
        run: bibtex,
        seeds: seeds::bibtex,
        longest: 8 << 10,
        words: BIBTEX,
    },
    Target {
        name: "dataset",
        run: dataset,
        seeds: seeds::dataset,
        longest: 8 << 10,
        words: YAML,
    },
    Target {
        name: "csv",
        run: csv,
        seeds: seeds::csv,
        longest: 8 << 10,
        words: CELLS,
    },
    Target {
        name: "workbook",
        run: workbook,
        seeds: seeds::workbook,
        longest: 64 << 10,
        words: &[
            "<c r=\"A1\">",
            "t=\"s\"",
            "<mergeCell ref=\"A1:XFD1048576\"/>",
            "PK\x03\x04",
        ],
    },
    Target {
        name: "geography",
        run: geography,
        seeds: seeds::geography,
        longest: 16 << 10,
        words: JSON,
    },
    Target {
        name: "claim",
        run: claim,
        seeds: seeds::claim,
        longest: 400,
        words: NUMBERS,
    },
    Target {
        name: "template",
        run: template,
        seeds: seeds::template,
        longest: 1 << 10,
        words: HTML,
    },
    Target {
        name: "theme",
        run: theme,
        seeds: seeds::theme,
        longest: 8 << 10,
        words: TERA,
    },
    Target {
        name: "verify",
        run: archive::verify,
        seeds: seeds::verify,
        longest: 64 << 10,
        words: &[
            "\n-- seal.txt --\n",
            "\n-- archive/data.warc --\nWARC/1.1\r\n",
            "Content-Length: 18446744073709551615\r\n\r\n",
            "../",
            "sha256:",
            "PK\x01\x02",
            "PK\x05\x06",
        ],
    },
];

const MARKS: &[&str] = &[
    "\n\n",
    "> ",
    "- ",
    "1. ",
    "- [ ] ",
    "# ",
    "## h {#h}\n",
    "```figure\n",
    "```\n",
    "| a | b |\n|---|---|\n",
    "[x](=rates/n/rate)",
    "[^1]",
    "[^1]: ",
    "![](figure:a)",
    "![a](b.png)",
    "](",
    "**",
    "_",
    "~~",
    "~",
    "^",
    "> [!NOTE]\n",
    "<b>",
    "&amp;",
    "<https://a.b>",
    "\\",
    "Term\n: ",
    "Table: ",
    "\u{0}",
    "\u{202e}",
    "\u{feff}",
    "\r\n",
    "\t",
    "`",
    "==",
    "[a]: b\n",
    "{#x}",
    "\u{1f1ec}\u{1f1e7}",
];
const YAML: &[&str] = &[
    "\n",
    ": ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "&a ",
    "*a",
    "!!binary ",
    "|\n",
    ">-\n",
    "\"",
    "'",
    "---\n",
    "...\n",
    "# ",
    "? ",
    "<<: *a\n",
    "~",
    "true",
    "2026-02-30",
    "1e999999999",
    "-0",
    "99999999999999999999999999999999999",
    "0.00000000000000000000000000001",
    "\t",
    "\u{feff}",
    "title: ",
    "fields:\n",
    "rows:\n",
    "shape:\n",
    "file: ",
    "  - filter: rate > 1 and not (name = \"x\")\n",
    "  - derive: {x: rate / 0}\n",
    "  - group: {by: [name], fields: {n: count()}}\n",
    "  - join: {data: other.yaml, on: {code: code}, add: [x]}\n",
    "  - unpivot: {columns: [a], names: n, values: v}\n",
    "  - pivot: {names: n, values: v}\n",
    "  - sort: [-rate]\n",
    "type: year",
    "type: date",
    "unit: percent",
    "primary_key: ",
];
const BIBTEX: &[&str] = &[
    "@article{",
    "@string{a = {b}}",
    "@comment{",
    "@preamble{",
    "crossref = {a},",
    "xdata = {a, b},",
    "title = {",
    "author = {",
    " and ",
    "date = {2020-02-30/..},",
    "year = 99999999999,",
    "month = jan,",
    "url = {",
    "\\url{",
    "}",
    "{",
    "\"",
    " # ",
    "\\'e",
    "\\textbackslash{}",
    "$x$",
    "~",
    "--",
    "% ",
    "\n",
    "ids = {a},",
];
const CELLS: &[&str] = &[
    ",",
    "\n",
    "\r\n",
    "\"",
    "\"\"",
    ";",
    "\t",
    "[c]",
    "..",
    "-",
    "£1,234.5",
    "12%",
    "1e400",
    "NaN",
    "2026-02-30",
    "\u{feff}",
    "\u{0}",
    "\u{fffd}",
    "code",
    "name",
    "rate",
    "Jan-24",
    "2023/24",
    "0.1",
    "N",
    "S",
    "Note: ",
    "=1+1",
];
const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\u0000",
    "1e999",
    "-1e-999",
    "null",
    "true",
    "\"type\": \"Polygon\"",
    "\"coordinates\": [[[0,0],[1,0],[1,1],[0,0]]]",
    "\"hexes\"",
    "\"layout\": \"odd-r\"",
    "\"q\": 2147483647",
    "\"arcs\": [[-1]]",
    "\"transform\": {\"scale\": [0,0], \"translate\": [0,0]}",
    "\"crs\"",
    "\"features\"",
    "\"properties\"",
];
const NUMBERS: &[&str] = &[
    "\n",
    "43",
    "43%",
    "43 per cent",
    "two in five",
    "nearly half",
    "a third",
    "more than",
    "£1.2 million",
    "twice",
    "one of the highest",
    "ninth",
    "1,904,000",
    "percentage points",
    "rose",
    "fell",
    "times",
    "between 4 and 6",
    "rates/n/rate",
    "ratio(",
    "difference(",
    "sum(",
    "rank(",
    "mean(",
    ", ",
    ")",
    "*",
    "/",
    "(",
    "?",
    "-",
    "99999999999999999999",
    "0.0000000000000000000001",
    "half a million",
    "hundred",
    "thousand",
    "billion",
    "½",
    "−",
    "–",
];
const HTML: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='",
    "javascript:alert(1)",
    "</title>",
    "</style>",
    "<!--",
    "-->",
    "]]>",
    "<![CDATA[",
    "&lt;",
    "&#x3c;",
    "&",
    "<",
    ">",
    "\"",
    "'",
    "`",
    "{{ x }}",
    "{% if %}",
    "{# #}",
    "\u{0}",
    "\u{2028}",
    "\u{202e}",
    "<svg/onload=alert(1)>",
    "<a href=//x>",
    "data:text/html,",
    "\\u003c",
    "*a*",
    "[a](b)",
    "[a](javascript:b)",
    "![a](b)",
    "</script>",
    "<base href=//x>",
    "\r\n",
    "=cmd()",
];
const TERA: &[&str] = &[
    "{{ ",
    " }}",
    "{% ",
    " %}",
    "{% include \"page.html\" %}",
    "{% extends \"page.html\" %}",
    "{% block main %}",
    "{% endblock %}",
    "{% for i in page %}",
    "{% endfor %}",
    "{% if ",
    "{% endif %}",
    "| safe",
    "| length",
    "range(end=9)",
    "{# ",
    " #}",
    "{% set x = ",
    "[0]",
    ".title",
    " ~ ",
    "**",
    "1e999",
    "-9223372036854775808",
    "/ 0",
    "% 0",
];

/// The body of a page, in a site in which figures, datasets, people and other pages are to be named.
pub fn markdown(input: &[u8]) {
    let mut files = site::base();
    put(
        &mut files,
        "content/about.md",
        &[b"---\ntitle: About\n---\n\n", input],
    );
    build(files);
}

/// Front matter, people, a reading list or the configuration; the first byte says which.
pub fn records(input: &[u8]) {
    let Some((which, text)) = input.split_first() else {
        return;
    };
    let mut files = site::base();
    let (path, before, after): (_, &[u8], &[u8]) = match which % 8 {
        0 => (
            "content/sessions/one/index.md",
            b"---\n",
            b"\n---\n\nWords.\n",
        ),
        1 => (
            "content/news/2026-01-02-item.md",
            b"---\n",
            b"\n---\n\nWords.\n",
        ),
        2 => (
            "content/publications/one/index.md",
            b"---\n",
            b"\n---\n\nWords.\n",
        ),
        3 => ("content/people.yaml", b"", b""),
        4 => ("content/sessions/one/reading.yaml", b"", b""),
        5 => ("briefpack.yaml", b"", b""),
        6 => (
            "content/reports/one/index.md",
            b"---\n",
            b"\n---\n\nWords.\n",
        ),
        _ => (
            "content/about.md",
            b"---\ntitle: A\n---\n\n```figure\n",
            b"\n```\n",
        ),
    };
    put(&mut files, path, &[before, text, after]);
    build(files);
}

/// The entries of a group of a reading list.
pub fn bibtex(input: &[u8]) {
    let mut files = site::base();
    put(
        &mut files,
        "content/sessions/one/reading.yaml",
        &[b"groups:\n  - {title: G, file: tried.bib}\n"],
    );
    put(&mut files, "content/sessions/one/tried.bib", &[input]);
    build(files);
}

/// The description of a dataset, beside data files that it may name.
pub fn dataset(input: &[u8]) {
    let mut files = site::base();
    put(&mut files, "content/data/tried.yaml", &[input]);
    put(&mut files, "content/about.md", &[TRIED]);
    build(files);
}

const TRIED: &[u8] =
    b"---\ntitle: About\n---\n\n[1](=tried/n/rate) and [2](=tried)\n\n```figure\nid: tried\n\
    data: tried\nmark: bar\nx: rate\ny: name\ntitle: T\nalt: A\n```\n";

/// A CSV file, through a description and by itself.
pub fn csv(input: &[u8]) {
    inspect("tried.csv", input);
    let mut files = site::base();
    put(&mut files, "content/data/tried.csv", &[input]);
    put(
        &mut files,
        "content/data/tried.yaml",
        &[b"title: Tried\nprimary_key: code\nfields:\n  \
        - {name: code, type: string, title: Code}\n  - {name: name, type: string, title: Name}\n  \
        - {name: rate, type: number, title: Rate}\nfile: tried.csv\n"],
    );
    put(&mut files, "content/about.md", &[TRIED]);
    build(files);
}

/// A workbook, through a description and by itself; the first byte says of which kind.
pub fn workbook(input: &[u8]) {
    let Some((which, bytes)) = input.split_first() else {
        return;
    };
    let name = ["tried.xlsx", "tried.ods"][usize::from(which % 2)];
    inspect(name, bytes);
    let mut files = site::base();
    put(&mut files, &format!("content/data/{name}"), &[bytes]);
    let description = format!(
        "title: Tried\nfields:\n  - {{name: name, type: string, title: Name}}\n  \
        - {{name: rate, type: number, title: Rate}}\nfile: {name}\n"
    );
    put(
        &mut files,
        "content/data/tried.yaml",
        &[description.as_bytes()],
    );
    build(files);
}

/// Hexagons, tiles or boundaries; the first byte says which.
pub fn geography(input: &[u8]) {
    let Some((which, text)) = input.split_first() else {
        return;
    };
    let (name, named) = match which % 4 {
        0 => (
            "tried.hexjson",
            "mark: hex\nlayout: {file: tried.hexjson, outline: region}\n",
        ),
        1 => (
            "tried.geojson",
            "mark: map\ngeo: {file: tried.geojson, id: code, attribution: A}\n",
        ),
        2 => (
            "tried.topojson",
            "mark: map\ngeo: {file: tried.topojson, id: code, attribution: A}\n",
        ),
        _ => ("tried.csv", "mark: tile\nlayout: tried.csv\n"),
    };
    let mut files = site::base();
    put(&mut files, &format!("content/data/{name}"), &[text]);
    let page = format!(
        "---\ntitle: About\n---\n\n```figure\nid: tried\ndata: rates\n{named}key: code\n\
        color: rate\ntitle: T\nalt: A\n```\n"
    );
    put(&mut files, "content/about.md", &[page.as_bytes()]);
    build(files);
}

/// A number in prose: words, the address they are bound to, what stands before and after, a line each.
pub fn claim(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let mut parts = text
        .splitn(4, '\n')
        .map(|part| part.replace(['\r', '\n'], " "));
    let mut next = || parts.next().unwrap_or_default();
    let (words, address, before, after) = (next(), next(), next(), next());
    let mut files = site::base();
    let page = format!("---\ntitle: About\n---\n\n{before} [{words}](<={address}>) {after}\n");
    put(&mut files, "content/about.md", &[page.as_bytes()]);
    build(files);
}

/// A text of an author in every field that reaches a template: it may never break the page.
pub fn template(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let mut files: Files = site::base();
    site::everywhere(&mut files, &text);
    build(files);
}

/// A template of a site's own theme.
pub fn theme(input: &[u8]) {
    let mut files = site::base();
    put(&mut files, "briefpack.yaml", &[b"title: A\ntheme: own\n"]);
    put(&mut files, "themes/own/templates/page.html", &[input]);
    site::build_with_theme(files);
}
