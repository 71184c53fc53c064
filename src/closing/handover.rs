//! The note for whoever holds a site once its group has ended.

use crate::model::{Site, Text};
use crate::number::long_date;

/// The note, in Markdown, for the folder of the site's sources. It is the secretariat's to complete.
pub(crate) fn handover(site: &Site) -> String {
    let config = &site.config;
    let lifecycle = &config.lifecycle;
    let title = config.title.plain();
    let or = |text: &Option<Text>, otherwise: &str| {
        text.as_ref()
            .map_or_else(|| otherwise.to_string(), Text::plain)
    };
    let closed = lifecycle
        .on
        .map_or_else(|| "(say when)".to_string(), long_date);
    let address = config
        .base_url
        .clone()
        .unwrap_or_else(|| "(write the address here)".to_string());
    let keeper = or(&lifecycle.keeper, "(name who keeps it)");
    let contact = or(&config.organisation.contact, "(write a contact here)");
    let keys: String = lifecycle
        .signed_by
        .iter()
        .map(|key| format!("- Seal signed with: `{key}`; secret key kept by: (name, place)\n"))
        .collect();
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "# Handover: {title}

This note is for whoever holds the website from now on. It is not published. Complete what
stands in brackets, and keep it with the sources.

- Address: {address}
- Closed on: {closed}
- Kept by: {keeper}
- Contact at the closing: {contact}
{keys}- Domain registered with, in the name of: (registrar, holder, login kept by)
- Domain paid until: (date); renewed by: (name)
- Host, and who can log in: (host, names)
- Copies: (web archives that hold the site, with address and date; where the packed archive lies)

## What there is

The folder `public/` is the whole website. It needs no server, no database and no updates: any
host that serves files will do, and it opens from a disk. Nothing in it has to be renewed but the
name it stands under.

## What to do

1. Keep the domain. A name that lapses can be bought by anybody, and every printed report leads
   there. If it cannot be kept for good, lead it to the archived copy for as long as it can be
   paid, and say on the archived copy for how long.
2. Ask a web archive for a copy before anything is switched off: some need ten weeks.
3. Switch off what the site no longer uses: mailing lists, forms, counters, accounts elsewhere.
4. Change nothing in `public/`. If a mistake has to be corrected, correct it in the sources, write
   it into the corrections log (`changes`) of the page, and build again.

## How to check and rebuild it

The site was made with briefpack {version}. `briefpack build` in this folder makes the same files
again, byte for byte. `briefpack verify public` says whether the folder is as it was made, and
`briefpack archive -o ../archive` packs it for a library or records office, with a note for them. The root
on the page *About this archive* stands for the whole site: write it into the letter that goes with
a copy.

- Root of the seal: (copy it from *About this archive*)
"
    )
}
