//! Every field that an author can write, in the files where it stands.
//!
//! In a file, `⟦name⟧` is a field whose text stands in YAML between double quotes, `⟦name|m⟧` one that
//! stands as it is, `⟦name|c⟧` a cell of a CSV file, `⟦name|x⟧` text in XML, `⟦name|b⟧` text in BibTeX. `№` is the number of the
//! string. In the name of a file, `⟦name⟧` is a field too.

use std::collections::BTreeSet;

/// What a field holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words that readers see.
    Words,
    /// Addresses, keys, names of files, YAML that is read: of these they see nothing or not all.
    Unseen,
}

/// A field.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
}

/// The files that each string has to itself.
pub(super) const FILES: &[(&str, &str)] = &[
    (
        "content/sessions/s№/index.md",
        r#"---
title: "⟦title⟧"
number: №
date: 2025-11-04
place: "⟦place⟧"
summary: "⟦summary⟧"
topics:
  - "⟦topic⟧ №"
speakers:
  - name: "⟦speaker-name⟧"
    honours: "⟦speaker-honours⟧"
    role: "⟦speaker-role⟧"
    organisation: "⟦speaker-organisation⟧"
    party: "⟦speaker-party⟧"
    constituency: "⟦speaker-constituency⟧"
    biography: "⟦speaker-biography⟧"
    talk: "⟦speaker-talk⟧"
    recording: "⟦address-recording⟧"
    transcript: "⟦address-transcript⟧"
  - person: p№
pack:
  - url: https://example.org/№
    title: "⟦pack-title⟧"
    publisher: "⟦pack-publisher⟧"
    description: "⟦pack-description⟧"
  - title: A report elsewhere
    url: "⟦address-pack⟧"
  - title: A copy elsewhere
    url: https://example.org/archived-№
    archived:
      date: 2026-01-01
      url: "⟦address-archived⟧"
  - title: A file
    file: "⟦address-file⟧"
  - title: A file of a name
    file: "files/n⟦file-name⟧.txt"
reading: reading.yaml
changes:
  - date: 2025-11-20
    note: "⟦change⟧"
redirect_from:
  - "⟦address-redirect⟧"
---

The session.

```figure
id: "⟦key-figure⟧"
data: d№
mark: bar
y: area
x: amount
title: "⟦figure-title⟧"
subtitle: "⟦figure-subtitle⟧"
alt: "⟦figure-alt⟧"
note: "⟦figure-note⟧"
source: "⟦figure-source⟧"
```
"#,
    ),
    (
        "content/sessions/s№/reading.yaml",
        r#"groups:
  - title: "⟦reading-group⟧"
    entries:
      entry-№:
        type: report
        title: "⟦reading-title⟧"
        author: "⟦reading-author⟧"
        publisher: "⟦reading-publisher⟧"
        date: 2020
        annotation: "⟦reading-annotation⟧"
      "⟦key-entry⟧":
        type: web
        title: A page
        url: "⟦address-reading⟧"
  - title: A file
    file: reading.bib
  - title: A file as it stands
    file: raw.bib
"#,
    ),
    (
        "content/sessions/s№/reading.bib",
        r#"@report{bibtex-№,
  title = {⟦bibtex-title|b⟧},
  author = {{⟦bibtex-author|b⟧}},
  institution = {⟦bibtex-institution|b⟧},
  journal = {⟦bibtex-journal|b⟧},
  number = {⟦bibtex-number|b⟧},
  note = {⟦bibtex-note|b⟧},
  year = {2020},
  annote = {⟦bibtex-annotation|b⟧},
}
@online{bibtex-address-№,
  title = {A page},
  url = {⟦address-bibtex|b⟧},
}
"#,
    ),
    (
        "content/sessions/s№/raw.bib",
        r#"@misc{raw-№,
  title = {Words ⟦raw-bibtex|m⟧},
}
"#,
    ),
    (
        "content/sessions/s№/data/d№.yaml",
        r#"title: "⟦data-title⟧"
description: "⟦data-description⟧"
source:
  name: "⟦data-source-name⟧"
  title: "⟦data-source-title⟧"
  url: "⟦address-source⟧"
licence: "⟦key-licence⟧"
primary_key: area
fields:
  - name: area
    type: string
    title: "⟦data-column⟧"
  - name: amount
    type: number
    title: "⟦data-measure⟧"
    unit: "⟦data-unit⟧"
missing:
  "(q)": "⟦data-marker⟧"
notes:
  - "⟦data-note⟧"
rows:
  - area: "⟦data-cell⟧"
    amount: 5
  - area: Another place
    amount: (q)
  - area: A third place
    amount: 7
"#,
    ),
    (
        "content/prose№.md",
        r#"---
title: Prose №
authors:
  - "⟦author⟧"
---

## ⟦prose-heading|m⟧

Words, then ⟦prose-words|m⟧

- ⟦prose-item|m⟧

> ⟦prose-quote|m⟧

A term
: ⟦prose-definition|m⟧

| Head | Of the table |
|---|---|
| Cell | ⟦prose-cell|m⟧ |

`⟦prose-code|m⟧`

[⟦prose-link|m⟧](https://example.org/)

![⟦prose-alt|m⟧](files/mark.png)

![an image](files/mark.png "⟦prose-caption|m⟧")

[⟦bound-words|m⟧](=cells/№/number)

[An image](files/svg-№.svg), [another](files/svg-raw-№.svg)

[words](⟦address-prose|m⟧)

[words](<⟦address-angles|m⟧>)

Words with a note.[^1]

[^1]: ⟦prose-note|m⟧
"#,
    ),
    (
        // A page of its own, because a line may take the rest of a page with it.
        "content/line№.md",
        r#"---
title: Line №
"⟦key-front⟧": Words
---

⟦prose-line|m⟧
"#,
    ),
    (
        "content/raw№.md",
        r#"---
title: ⟦raw-title|m⟧
---

Words.
"#,
    ),
    (
        "content/files/svg-№.svg",
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
<title>⟦svg-title|x⟧</title>
<text fill="⟦svg-attribute|x⟧">x</text>
</svg>
"#,
    ),
    (
        "content/files/svg-raw-№.svg",
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
<text>⟦svg-raw|m⟧</text>
</svg>
"#,
    ),
    (
        "content/n№-⟦file-page⟧.md",
        "---\ntitle: File №\n---\n\nWords.\n",
    ),
    ("content/sessions/s№/files/n⟦file-name⟧.txt", "A note.\n"),
];

/// The files that all strings of a site share: what stands before, what each string adds, and
/// what stands after.
pub(super) const SHARED: &[(&str, &str, &str, &str)] = &[
    (
        "content/people.yaml",
        "people:\n",
        r#"  p№:
    name: "⟦person-name⟧"
    honours: "⟦person-honours⟧"
    role: "⟦person-role⟧"
    organisation: o№
    party: "⟦person-party⟧"
    constituency: "⟦person-constituency⟧"
    biography: "⟦person-biography⟧"
    url: "⟦address-person⟧"
  "⟦key-person⟧": {name: Somebody}
"#,
        "",
    ),
    (
        "content/data/cells.yaml",
        "title: Cells\nprimary_key: number\nfile: cells.csv\nfields:\n  - {name: number, type: integer, title: Number}\n  - {name: cell, type: string, title: Cell}\n",
        "",
        "",
    ),
    (
        "content/data/cells.csv",
        "number,cell\n",
        "№,⟦cell|c⟧\n",
        "",
    ),
];

/// What every site holds besides.
pub(super) const BESIDE: &[(&str, &str)] = &[
    (
        "briefpack.yaml",
        "title: A group\nlicence: OGL-UK-3.0\nbase_url: https://example.org/group/\n",
    ),
    (
        // All that Markdown may make, so that it is nothing new where a string has it made.
        "content/index.md",
        r#"---
title: A group
---

*Stressed*, **strong**, ~~struck~~, `code`, [a link](https://example.org/ "titled"),
<https://example.org/>, [mail](mailto:a@example.org), ![an image](files/mark.png), a note.[^1]
<abbr title="a">b</abbr> <cite>c</cite> <em>d</em> <kbd>e</kbd> <q>f</q> <small>g</small>
<span lang="cy">h</span> <strong>i</strong> <sub>j</sub> <sup>k</sup><br>

## A heading

### A smaller one

#### A still smaller one

> A quotation

> [!NOTE]
> A note

1. One

3) Three

- [ ] to do
- [x] done

- plain

A term
: and what it is

| Left | Right | Middle |
|:---|---:|:---:|
| a | b | c |
| | b | c |

![An image](files/mark.png "with a caption")

    code

---

[^1]: The note.
"#,
    ),
];

/// How the names of fields begin that readers do not see.
const UNSEEN: &[&str] = &["address-", "key-", "file-", "raw-", "svg-", "bound-"];

/// Every field of the files.
pub(super) fn all() -> impl Iterator<Item = Field> {
    let own = FILES.iter().flat_map(|(path, text)| [*path, *text]);
    let shared = SHARED.iter().map(|(_, _, each, _)| *each);
    let names: BTreeSet<&str> = own.chain(shared).flat_map(names).collect();
    names.into_iter().map(|name| Field {
        name,
        kind: match UNSEEN.iter().any(|sort| name.starts_with(sort)) {
            true => Kind::Unseen,
            false => Kind::Words,
        },
    })
}

fn names(text: &'static str) -> impl Iterator<Item = &'static str> {
    let marks = text.split('⟦').skip(1);
    marks.map(|after| after.split(['|', '⟧']).next().unwrap())
}

/// The texts of `briefpack.yaml`.
pub(super) const CONFIG: &[&str] = &[
    "title",
    "disclaimer",
    "notice",
    "organisation-name",
    "secretariat",
    "funding",
    "address",
    "contact",
];

/// `briefpack.yaml` with those.
pub(super) const CONFIG_FILE: &str = r#"title: "⟦title⟧"
base_url: https://example.org/group/
disclaimer: "⟦disclaimer⟧"
lifecycle:
  state: active
  notice: "⟦notice⟧"
organisation:
  name: "⟦organisation-name⟧"
  secretariat: "⟦secretariat⟧"
  funding: "⟦funding⟧"
  address: "⟦address⟧"
  contact: "⟦contact⟧"
"#;
