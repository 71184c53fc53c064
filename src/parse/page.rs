//! Markdown files: front matter and body.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::diag::{Diagnostic, code};
use crate::model::State;
use crate::parse::fields::{self, Fields};
use crate::parse::markdown::{self, RawFigureRef, RawProse, RawText};
use crate::parse::passage::Passage;
use crate::parse::reading;
use crate::parse::yaml::{self, Kind, Node, quoted};
use crate::source::{SitePath, SourceId, Span, Spanned};

/// What a file is, by its place under `content/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sort {
    Home,
    Plain,
    Session,
    Publication,
    Report,
    News,
    /// A document of the session, publication or report in whose folder it lies, or in a folder
    /// below.
    Document,
}

impl RawPage {
    /// The file of the session's reading list, by its path under `content/`.
    pub(crate) fn reading_list(&self) -> Option<SitePath> {
        let name = self.session.as_ref()?.reading.as_ref()?;
        self.path.parent().named(&name.value)
    }

    /// The documents of the session's pack, by their paths under `content/`, and the pages that they are
    /// if they are folders.
    pub(crate) fn documents(&self) -> impl Iterator<Item = SitePath> {
        let pack = self.session.iter().flat_map(|session| &session.pack);
        let named = pack.filter_map(|item| match &item.target {
            RawPackTarget::Document(name) => self.path.parent().named(&name.value),
            RawPackTarget::File(_) | RawPackTarget::Url(_) => None,
        });
        named.flat_map(|path| [path.join("index.md"), Some(path)].into_iter().flatten())
    }
}

/// The instant at which a session ends that ends at a time of day: the first of two, where clocks are
/// put back then, and the same time later where they are put forward. None where the calendar ends.
pub(crate) fn end_of_session(day: Date, end: Time, zone: &TimeZone) -> Option<Timestamp> {
    let end = day.to_datetime(end).to_zoned(zone.clone());
    end.ok().map(|end| end.timestamp())
}

impl Sort {
    /// Whether the contract asks for a date.
    fn needs_date(self) -> bool {
        matches!(
            self,
            Sort::Session | Sort::Publication | Sort::Report | Sort::News
        )
    }

    fn what(self) -> &'static str {
        match self {
            Sort::Home => "the home page",
            Sort::Plain => "a page",
            Sort::Session => "a session",
            Sort::Publication => "a publication",
            Sort::Report => "a report",
            Sort::News => "a piece of news",
            Sort::Document => "a document",
        }
    }
}

/// A Markdown file as written.
#[derive(Debug)]
pub(crate) struct RawPage {
    pub(crate) source: SourceId,
    /// Its path under `content/`.
    pub(crate) path: SitePath,
    pub(crate) sort: Sort,
    pub(crate) title: RawText,
    pub(crate) date: Option<RawDate>,
    pub(crate) summary: Option<RawText>,
    pub(crate) topics: Vec<Spanned<String>>,
    pub(crate) authors: Vec<Spanned<String>>,
    pub(crate) changes: Vec<RawChange>,
    pub(crate) redirect_from: Vec<Spanned<String>>,
    pub(crate) visibility: Visibility,
    pub(crate) session: Option<RawSession>,
    /// Where the body begins in the file.
    pub(crate) body_starts: usize,
    pub(crate) body: RawProse,
}

/// A date, or the word that it is unknown.
#[derive(Debug, Clone)]
pub(crate) enum RawDate {
    Day(Spanned<Date>),
    Unknown,
}

/// A correction as written.
#[derive(Debug)]
pub(crate) struct RawChange {
    pub(crate) date: Spanned<Date>,
    pub(crate) note: RawText,
}

/// When something may be seen.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Visibility {
    /// Whether it is a draft; none when nothing is said.
    pub(crate) draft: Option<bool>,
    pub(crate) embargo: Option<Timestamp>,
}

/// What a session has beyond other pages, as written.
#[derive(Debug)]
pub(crate) struct RawSession {
    pub(crate) number: Option<Spanned<u32>>,
    pub(crate) start: Option<Time>,
    pub(crate) end: Option<Time>,
    pub(crate) place: Option<RawText>,
    pub(crate) state: Option<State>,
    pub(crate) speakers: Vec<RawSpeaker>,
    pub(crate) pack: Vec<RawPackItem>,
    pub(crate) reading: Option<Spanned<String>>,
    pub(crate) minutes: Option<Spanned<String>>,
}

/// A speaker as written.
#[derive(Debug, Default)]
pub(crate) struct RawSpeaker {
    pub(crate) person: Option<Spanned<String>>,
    pub(crate) name: Option<String>,
    pub(crate) honours: Option<String>,
    pub(crate) role: Option<RawText>,
    pub(crate) organisation: Option<String>,
    pub(crate) party: Option<String>,
    pub(crate) constituency: Option<String>,
    pub(crate) biography: Option<RawText>,
    pub(crate) photo: Option<Spanned<String>>,
    pub(crate) talk: Option<RawText>,
    pub(crate) recording: Option<Spanned<String>>,
    pub(crate) transcript: Option<Spanned<String>>,
}

/// An item of a briefing pack as written.
#[derive(Debug)]
pub(crate) struct RawPackItem {
    pub(crate) target: RawPackTarget,
    pub(crate) title: Option<RawText>,
    pub(crate) publisher: Option<RawText>,
    pub(crate) date: Option<Spanned<String>>,
    pub(crate) description: Option<RawText>,
    pub(crate) accessed: Option<Date>,
    pub(crate) archived: Option<(String, Date)>,
}

/// What an item of a briefing pack is, as written.
#[derive(Debug)]
pub(crate) enum RawPackTarget {
    Document(Spanned<String>),
    File(Spanned<String>),
    Url(Spanned<String>),
}

/// Reads a Markdown file. `path` is its path under `content/`.
pub(crate) fn parse(
    path: &SitePath,
    source: SourceId,
    file: &str,
    faults: &mut Vec<Diagnostic>,
) -> Option<RawPage> {
    let meant = in_small_letters(path);
    let sort = sort(meant.as_ref().unwrap_or(path));
    if let Some(meant) = meant.filter(|_| sort != Sort::Document) {
        faults.push(misnamed(path, &meant, source));
    }
    let (front, body_start) = split(file, source, faults)?;
    let body = Passage::straight(&file[body_start..], file, source, body_start);
    // The body is read even when the front matter is not, so that one run reports both.
    let node = yaml::parse(&front, faults);
    let body = markdown::body(&body, faults);
    let node = node?;
    let mut map = Fields::of(&node, sort.what(), file, faults)?;
    let title = map.required_text("title");
    let date = date(&mut map, sort);
    let summary = map.text("summary");
    let topics = names(&mut map, "topics");
    let changes = changes(&mut map);
    let redirect_from = names(&mut map, "redirect_from");
    let visibility = visibility(&mut map);
    let (session, authors) = match sort {
        Sort::Session => (Some(session(&mut map)), Vec::new()),
        _ => (None, names(&mut map, "authors")),
    };
    map.finish();
    Some(RawPage {
        source,
        path: path.clone(),
        sort,
        title: title.unwrap_or_default(),
        date,
        summary,
        topics,
        authors,
        changes,
        redirect_from,
        visibility,
        session,
        body_starts: body_start,
        body,
    })
}

/// The figures of a page that could not be read; its faults have been reported.
pub(crate) fn figures(source: SourceId, file: &str) -> Vec<RawFigureRef> {
    let mut reported = Vec::new();
    let start = split(file, source, &mut reported).map_or(0, |(_, start)| start);
    let body = Passage::straight(&file[start..], file, source, start);
    markdown::body(&body, &mut reported).figures
}

/// What a file is, by its place.
fn sort(path: &SitePath) -> Sort {
    let parts: Vec<&str> = path.as_str().split('/').collect();
    match parts[..] {
        ["index.md"] => Sort::Home,
        ["sessions", _, "index.md"] => Sort::Session,
        ["publications", _, "index.md"] => Sort::Publication,
        ["reports", _, "index.md"] => Sort::Report,
        ["publications", _] => Sort::Publication,
        ["news", _] | ["news", _, "index.md"] => Sort::News,
        ["sessions" | "publications" | "reports" | "news", _, ..] => Sort::Document,
        _ => Sort::Plain,
    }
}

/// The path with the names in small letters that say what a file is; none where they are so already.
fn in_small_letters(path: &SitePath) -> Option<SitePath> {
    if !path.as_str().bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let mut parts: Vec<&str> = path.as_str().split('/').collect();
    let folders = ["sessions", "publications", "reports", "news"];
    if let [folder, _, ..] = &mut parts[..] {
        let known = folders.iter().find(|it| it.eq_ignore_ascii_case(folder));
        *folder = known.unwrap_or(folder);
    }
    if let Some(file) = parts
        .last_mut()
        .filter(|it| it.eq_ignore_ascii_case("index.md"))
    {
        *file = "index.md";
    }
    Some(SitePath::new(parts.join("/"))).filter(|meant| meant != path)
}

fn misnamed(path: &SitePath, meant: &SitePath, source: SourceId) -> Diagnostic {
    let message = format!("`content/{path}` has capital letters where names say what a file is");
    Diagnostic::error(&code::EXPECTED_FILE, Span::file(source), message)
        .help(format!("rename it to `content/{meant}`"))
}

/// The front matter and where the body begins.
fn split<'a>(
    file: &'a str,
    source: SourceId,
    faults: &mut Vec<Diagnostic>,
) -> Option<(Passage<'a>, usize)> {
    let mark = file.len() - file.trim_start_matches('\u{feff}').len();
    let text = &file[mark..];
    let help = "begin the file with a line `---`, the lines `title: …` and so on, and a second \
                line `---`";
    let first = text.split_inclusive('\n').next().unwrap_or("");
    if first.trim_end() != "---" {
        let end = mark + first.trim_end().len().min(40);
        let end = (0..=end)
            .rev()
            .find(|at| file.is_char_boundary(*at))
            .unwrap_or(0);
        faults.push(
            Diagnostic::error(
                &code::NO_FRONT_MATTER,
                Span::new(source, mark, end),
                "the file has no front matter",
            )
            .help(help),
        );
        return None;
    }
    let start = mark + first.len();
    let mut at = start;
    for line in file[start..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            let front = Passage::straight(&file[start..at], file, source, start);
            return Some((front, at + line.len()));
        }
        at += line.len();
    }
    faults.push(
        Diagnostic::error(
            &code::NO_FRONT_MATTER,
            Span::new(source, mark, mark + 3),
            "the front matter that begins here never ends",
        )
        .help("add a line `---` after its last line"),
    );
    None
}

/// The date. One with a fault of its own counts as unknown, so that everything that leads to the
/// page still finds it.
fn date(map: &mut Fields<'_, '_>, sort: Sort) -> Option<RawDate> {
    let node = if sort.needs_date() && sort != Sort::Session {
        map.require("date")
    } else {
        map.take("date")
    };
    let Some(node) = node else {
        if sort == Sort::Session {
            map.faults.push(undated(map));
        }
        return None;
    };
    if sort == Sort::Session && fields::scalar(node) == Some("unknown") {
        return Some(RawDate::Unknown);
    }
    fields::date(node, map.faults).map(RawDate::Day)
}

/// A session without a date, at the key that is there and empty, or where it could stand.
fn undated(map: &Fields<'_, '_>) -> Diagnostic {
    let (span, how) = match map.key_span("date") {
        Some(span) => (span, "write it after the colon:"),
        None => (map.key_span("title").unwrap_or(map.span()), "add a line"),
    };
    Diagnostic::error(&code::UNDATED_SESSION, span, "the session has no date").help(format!(
        "{how} `date: 2020-11-17`, or say outright that it is not known: `date: unknown`"
    ))
}

/// A list of names. One text that holds several is one name, which is seldom meant.
fn names(map: &mut Fields<'_, '_>, key: &'static str) -> Vec<Spanned<String>> {
    let Some(node) = map.take(key) else {
        return Vec::new();
    };
    let names = texts(fields::items(node), map.faults);
    if !matches!(node.kind, Kind::List(_))
        && let [name] = names.as_slice()
        && fields::several_names(&name.value).is_some()
    {
        let message = format!("`{key}` is one name, with a comma in it");
        let help = match fields::as_list(&name.value) {
            Some(list) => format!(
                "write `{key}: {list}` for several names, or `[{}]` for one",
                quoted(&name.value)
            ),
            None => format!("write `{key}:` and below it a line for each name, `- ` before it"),
        };
        let fault = Diagnostic::warning(&code::WRONG_TYPE, name.span, message);
        map.faults.push(fault.help(help));
    }
    names
}

pub(crate) fn strings(map: &mut Fields<'_, '_>, key: &'static str) -> Vec<Spanned<String>> {
    texts(map.list(key), map.faults)
}

fn texts(nodes: &[Node], faults: &mut Vec<Diagnostic>) -> Vec<Spanned<String>> {
    nodes
        .iter()
        .filter(|node| !node.is_null())
        .filter_map(|node| fields::string(node, faults))
        .collect()
}

fn changes(map: &mut Fields<'_, '_>) -> Vec<RawChange> {
    let (nodes, file) = (map.list("changes"), map.file);
    let mut changes: Vec<RawChange> = nodes
        .iter()
        .filter_map(|node| {
            let mut map = Fields::of(node, "a correction", file, map.faults)?;
            let date = map
                .require("date")
                .and_then(|node| fields::date(node, map.faults));
            let note = map.required_text("note");
            map.finish();
            Some(RawChange {
                date: date?,
                note: note?,
            })
        })
        .collect();
    changes.sort_by_key(|change| change.date.value);
    changes
}

/// Reads `draft` and `embargo`. Either left empty is a fault: what was to be kept back may not
/// be published because its time has not been filled in.
pub(crate) fn visibility(map: &mut Fields<'_, '_>) -> Visibility {
    let draft = draft(map);
    let node = map.filled("embargo", "2026-12-01T00:01 Europe/London");
    let text = node.and_then(|node| fields::string(node, map.faults));
    let embargo = text.and_then(|text| {
        let embargo = instant(&text.value);
        if embargo.is_none() {
            map.faults.push(
                Diagnostic::error(
                    &code::IMPOSSIBLE_DATE,
                    text.span,
                    format!("`{}` is not a time with its zone", text.value),
                )
                .help(
                    "write the time with its zone, such as `2026-12-01T00:01 Europe/London` or \
                     `2026-12-01T00:01:00+00:00`",
                ),
            );
        }
        embargo
    });
    Visibility { draft, embargo }
}

/// Reads `draft`; none when nothing is said.
pub(crate) fn draft(map: &mut Fields<'_, '_>) -> Option<bool> {
    map.filled("draft", "true")?;
    Some(map.flag("draft"))
}

/// Reads a time with its zone: `2026-12-01T00:01:00Z`, `2026-12-01T00:01+00:00`,
/// `2026-12-01 00:01 Europe/London`.
pub(crate) fn instant(text: &str) -> Option<Timestamp> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Some(time);
    }
    if let Ok(zoned) = text.parse::<jiff::Zoned>() {
        return Some(zoned.timestamp());
    }
    let (time, zone) = text.rsplit_once(' ')?;
    let zone = TimeZone::get(zone).ok()?;
    let time: jiff::civil::DateTime = time.trim().parse().ok()?;
    // A time without a clock time would be midnight by guess.
    text.contains(':').then(|| zone.to_timestamp(time).ok())?
}

fn session(map: &mut Fields<'_, '_>) -> RawSession {
    let number = map
        .take("number")
        .and_then(|node| fields::count(node, map.faults));
    let start = time(map, "start");
    let end = time(map, "end");
    if let (Some(start), Some(end)) = (&start, &end)
        && end.value <= start.value
    {
        map.faults.push(
            Diagnostic::error(
                &code::IMPOSSIBLE_DATE,
                end.span,
                "the session ends before it has begun",
            )
            .other(start.span, "it begins here")
            .help("write both on the clock of 24 hours: `start: 10:30`, `end: 12:00`"),
        );
    }
    let place = map.text("place");
    let states = [
        ("planned", State::Planned),
        ("held", State::Held),
        ("cancelled", State::Cancelled),
    ];
    let state = map.word("state", &states).map(|state| state.value);
    let speakers = map.list("speakers");
    let file = map.file;
    let speakers = speakers
        .iter()
        .filter_map(|node| speaker(node, file, map.faults))
        .collect();
    let pack = map.list("pack");
    let pack = pack
        .iter()
        .filter_map(|node| pack_item(node, file, map.faults))
        .collect();
    let reading = map.string("reading");
    let minutes = map.string("minutes");
    RawSession {
        number,
        start: start.map(|time| time.value),
        end: end.map(|time| time.value),
        place,
        state,
        speakers,
        pack,
        reading,
        minutes,
    }
}

/// A time of the day: `10:00`.
fn time(map: &mut Fields<'_, '_>, key: &'static str) -> Option<Spanned<Time>> {
    let text = map.string(key)?;
    let time = Time::strptime("%H:%M", &text.value);
    if time.is_err() {
        map.faults.push(
            Diagnostic::error(
                &code::IMPOSSIBLE_DATE,
                text.span,
                format!("`{}` is not a time of the day", text.value),
            )
            .help("write hours and minutes, such as `14:30`"),
        );
    }
    Some(Spanned::new(time.ok()?, text.span))
}

fn speaker(node: &Node, file: &str, faults: &mut Vec<Diagnostic>) -> Option<RawSpeaker> {
    if let Kind::Scalar(_) = node.kind {
        let person = fields::string(node, faults)?;
        return Some(RawSpeaker {
            person: Some(person),
            ..RawSpeaker::default()
        });
    }
    let mut map = Fields::of(node, "a speaker", file, faults)?;
    let plain = |text: Option<Spanned<String>>| text.map(|text| text.value);
    let speaker = RawSpeaker {
        person: map.string("person"),
        name: plain(map.string("name")),
        honours: plain(map.string("honours")),
        role: map.text("role"),
        organisation: plain(map.string("organisation")),
        party: plain(map.string("party")),
        constituency: plain(map.string("constituency")),
        biography: map.text("biography"),
        photo: map.string("photo"),
        talk: map.text("talk"),
        recording: map.string("recording"),
        transcript: map.string("transcript"),
    };
    let blank = |name: &String| name.trim().is_empty();
    if speaker.person.is_none() && speaker.name.as_ref().is_none_or(blank) {
        let span = map.span();
        map.faults.push(
            Diagnostic::error(&code::MISSING_KEY, span, "the speaker has no name")
                .help("add `name: …`, or `person: …` with a key of `people.yaml`"),
        );
        map.finish();
        return None;
    }
    map.finish();
    Some(speaker)
}

fn pack_item(node: &Node, file: &str, faults: &mut Vec<Diagnostic>) -> Option<RawPackItem> {
    let mut map = Fields::of(node, "an item of the pack", file, faults)?;
    let document = map.string("document").map(RawPackTarget::Document);
    let attached = map.string("file").map(RawPackTarget::File);
    let outside = map.url("url").map(RawPackTarget::Url);
    let title = map.text("title");
    let publisher = map.text("publisher");
    let date = map.take("date");
    let date = date.and_then(|node| fields::partial_date(node, map.faults));
    let description = map.text("description");
    let archived = map
        .take("archived")
        .and_then(|node| reading::archived(node, file, map.faults));
    let accessed = map.date("accessed").map(|date| date.value);
    let named = ["document", "file", "url"].map(|key| map.key_span(key));
    let mut named = named.into_iter().flatten();
    let (first, second) = (named.next(), named.next());
    let help = "an item is one of `document: briefing.md`, `file: files/report.pdf` or \
                `url: https://…`";
    if let (Some(first), Some(second)) = (first, second) {
        map.faults.push(
            Diagnostic::error(
                &code::CONFLICTING_KEYS,
                second,
                "an item of the pack is one thing only",
            )
            .other(first, "already given here")
            .help(help),
        );
    } else if first.is_none() {
        let span = map.span();
        map.faults.push(
            Diagnostic::error(&code::MISSING_KEY, span, "the item does not say what it is")
                .help(help),
        );
    }
    let target = document.or(attached).or(outside);
    if matches!(target, Some(RawPackTarget::Url(_))) && title.is_none() {
        let span = map.span();
        map.faults.push(
            Diagnostic::error(
                &code::MISSING_KEY,
                span,
                "`title` is missing in an item of the pack",
            )
            .help("a publication elsewhere needs its title: add `title: …`"),
        );
    }
    map.finish();
    Some(RawPackItem {
        target: target?,
        title,
        publisher,
        date,
        description,
        accessed,
        archived,
    })
}
