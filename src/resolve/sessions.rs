//! Sessions: speakers, pack, reading list, minutes, state.

use jiff::civil::Date;

use crate::config::Config;
use crate::diag::{Diagnostic, code, suggest};
use crate::model::{
    Appearance, Link, PackItem, PackTarget, ReadingList, Robust, Session, State, Text,
};
use crate::parse::page::{RawPackItem, RawPackTarget, RawSession, RawSpeaker, end_of_session};
use crate::resolve::links::Scope;
use crate::resolve::pages::Readings;
use crate::resolve::{Request, reading};
use crate::source::{SitePath, Spanned};

/// The day of a session and what it is measured against.
pub(super) struct Day<'a> {
    pub(super) date: Option<Date>,
    pub(super) request: &'a Request,
    pub(super) config: &'a Config,
}

/// Resolves what a session has beyond other pages. Its documents are entered when all pages are
/// known.
pub(super) fn resolve(
    raw: RawSession,
    day: Day<'_>,
    folder: &SitePath,
    readings: &Readings,
    scope: &mut Scope<'_, '_>,
) -> Session {
    let state = raw.state.or_else(|| state(&day, raw.end));
    Session {
        number: raw.number,
        start: raw.start,
        end: raw.end,
        place: raw.place.map(|place| scope.text(place, folder)),
        state,
        speakers: raw
            .speakers
            .into_iter()
            .map(|it| speaker(it, folder, scope))
            .collect(),
        pack: raw
            .pack
            .into_iter()
            .filter_map(|item| pack_item(item, folder, scope))
            .collect(),
        reading: raw
            .reading
            .and_then(|name| reading_list(&name, folder, readings, scope)),
        minutes: raw.minutes.and_then(|name| scope.page(&name, folder)),
        documents: Vec::new(),
    }
}

/// A session is planned until its day is over, or until its end where that is given. Of one whose
/// day is not known nothing is said.
fn state(day: &Day<'_>, end: Option<jiff::civil::Time>) -> Option<State> {
    let (date, zone) = (day.date?, &day.config.timezone);
    let ended = end.and_then(|end| end_of_session(date, end, zone));
    let is_held = match ended {
        Some(ended) => ended <= day.request.as_of,
        None => date < day.request.as_of.to_zoned(zone.clone()).date(),
    };
    Some(if is_held { State::Held } else { State::Planned })
}

fn speaker(raw: RawSpeaker, folder: &SitePath, scope: &mut Scope<'_, '_>) -> Appearance {
    let person = raw
        .person
        .as_ref()
        .and_then(|key| scope.names.person(key, scope.faults));
    let mut resource = |name: Option<Spanned<String>>| -> Option<Link> {
        name.and_then(|name| scope.resource(&name, folder))
    };
    let recording = resource(raw.recording);
    let transcript = resource(raw.transcript);
    let photo = raw.photo.and_then(|photo| scope.picture(&photo, folder));
    let organisation = raw.organisation.map(|name| scope.names.organisation(&name));
    let mut text = |raw: Option<_>| -> Option<Text> { raw.map(|raw| scope.text(raw, folder)) };
    Appearance {
        person,
        name: raw.name.unwrap_or_default(),
        honours: raw.honours,
        role: text(raw.role),
        organisation,
        party: raw.party,
        constituency: raw.constituency,
        biography: text(raw.biography),
        photo,
        talk: text(raw.talk),
        recording,
        transcript,
    }
}

/// An item of the pack; none for one that may not be published yet.
fn pack_item(raw: RawPackItem, folder: &SitePath, scope: &mut Scope<'_, '_>) -> Option<PackItem> {
    let target = match &raw.target {
        RawPackTarget::Document(name) => PackTarget::Document(scope.page(name, folder)?),
        RawPackTarget::File(name) => PackTarget::File(scope.attachment(name, folder)?),
        RawPackTarget::Url(url) => PackTarget::Outside(url.value.clone()),
    };
    // Without a title of its own an item takes the document's, or the name of the file.
    let title = match (raw.title, &raw.target) {
        (Some(title), _) => Some(scope.text(title, folder)),
        (None, RawPackTarget::File(name)) => {
            let path = folder.named(&name.value).unwrap_or_default();
            Some(Text::of(path.name()))
        }
        (None, _) => None,
    };
    let mut text = |raw: Option<_>| raw.map(|raw| scope.text(raw, folder));
    Some(PackItem {
        target,
        title,
        publisher: text(raw.publisher),
        date: raw.date.map(|date| date.value),
        description: text(raw.description),
        accessed: raw.accessed,
        archived: raw.archived.map(|(url, date)| Robust { url, date }),
    })
}

fn reading_list(
    name: &Spanned<String>,
    folder: &SitePath,
    readings: &Readings,
    scope: &mut Scope<'_, '_>,
) -> Option<ReadingList> {
    let Some(path) = folder.named(&name.value) else {
        scope.faults.push(crate::parse::leads_out(name));
        return None;
    };
    let Some((raw, faults)) = readings.get(&path).cloned() else {
        let known: Vec<&str> = readings
            .keys()
            .filter(|other| other.parent() == path.parent())
            .map(SitePath::name)
            .collect();
        scope.faults.push(
            Diagnostic::error(
                &code::MISSING_FILE,
                name.span,
                format!("there is no reading list `{}`", name.value),
            )
            .help(suggest(path.name(), known).unwrap_or_else(|| {
                "write it as a YAML file beside the session's `index.md`".to_string()
            })),
        );
        return None;
    };
    scope.uses.others.insert(path.clone());
    let files = raw.groups.iter().filter_map(|group| group.file.as_ref());
    let files = files.filter_map(|(_, path)| path.clone());
    scope.uses.others.extend(files);
    scope.faults.extend(faults);
    Some(reading::resolve(raw, &path.parent(), scope))
}
