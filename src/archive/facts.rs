//! What catalogues and archives ask about a site: who made it, when, on what terms.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::config::LifecycleState;
use crate::model::{Dataset, Kind, Licence, Page, Site, Text};
use crate::number::long_date;
use crate::signature::PublicKey;
use crate::slug::slug;
use crate::source::SitePath;

/// What is told about a site.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The title of the site.
    pub title: String,
    /// The group that publishes it; the title where the site names none.
    pub group: String,
    /// Who runs the group.
    pub secretariat: Option<String>,
    /// Where it can be written to.
    pub address: Option<String>,
    /// How it can be reached, in its own words.
    pub contact: Option<String>,
    /// What the site is about, from its first page.
    pub summary: Option<String>,
    /// The language of its words.
    pub language: String,
    /// Its address; where it has none, one that can never be anybody's.
    pub base: String,
    /// Whether the address is the site's own.
    pub has_address: bool,
    /// The licence of its words.
    pub licence: Option<Licence>,
    /// Where the group is in its life.
    pub state: LifecycleState,
    /// When the group began.
    pub since: Option<Date>,
    /// When it ended.
    pub until: Option<Date>,
    /// When the site was closed.
    pub on: Option<Date>,
    /// Who keeps the site.
    pub keeper: Option<String>,
    /// The keys that the seal is to be signed with.
    pub signed_by: Vec<PublicKey>,
    /// The instant the site was built for.
    pub as_of: Timestamp,
    /// Its day in the site's time zone.
    pub today: Date,
    /// The topics of its pages.
    pub topics: Vec<String>,
    /// Its sessions.
    pub sessions: Vec<SessionFacts>,
    /// The pages of people.
    pub people: Vec<SitePath>,
    /// Its datasets.
    pub datasets: Vec<DatasetFacts>,
}

/// What is told about a session.
#[derive(Debug, Clone)]
pub struct SessionFacts {
    /// Its title.
    pub title: String,
    /// Its page, and those of its documents.
    pub pages: Vec<SitePath>,
}

/// What is told about a dataset.
#[derive(Debug, Clone)]
pub struct DatasetFacts {
    /// Its title.
    pub title: String,
    /// What it holds.
    pub description: Option<String>,
    /// Its page.
    pub page: SitePath,
    /// Its files beside the page: CSV, JSON, Data Package.
    pub files: Vec<SitePath>,
    /// Its licence.
    pub licence: Option<Licence>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// When: a day, or only a year or a month.
    pub published: Option<String>,
}

impl Facts {
    /// The facts of a site.
    pub fn of(site: &Site) -> Facts {
        let config = &site.config;
        let organisation = &config.organisation;
        let plain = |text: &Option<Text>| text.as_ref().map(Text::plain);
        let title = config.title.plain();
        let home = site.home.map(|home| &site.page(home).meta);
        let lifecycle = &config.lifecycle;
        // A site that is built for a day before the step is still as it was before it.
        let is_so = config.closed_on.is_none_or(|on| on <= site.as_of);
        Facts {
            group: plain(&organisation.name).unwrap_or_else(|| title.clone()),
            secretariat: plain(&organisation.secretariat),
            address: plain(&organisation.address),
            contact: plain(&organisation.contact),
            summary: home.and_then(|meta| plain(&meta.summary)),
            language: config.language.clone(),
            base: match &config.base_url {
                Some(base) => base.clone(),
                None => stand_in(&title),
            },
            has_address: config.base_url.is_some(),
            licence: config.licence.clone(),
            state: match is_so {
                true => lifecycle.state,
                false => LifecycleState::Active,
            },
            since: lifecycle.since,
            until: lifecycle.until.filter(|_| is_so),
            on: lifecycle.on.filter(|_| is_so),
            keeper: plain(&config.lifecycle.keeper),
            signed_by: config.lifecycle.signed_by.clone(),
            as_of: site.as_of,
            today: site.today,
            topics: site
                .topics
                .iter()
                .map(|topic| topic.title.clone())
                .collect(),
            sessions: site
                .sessions
                .iter()
                .map(|id| session(site, site.page(*id)))
                .collect(),
            people: site
                .people
                .iter()
                .map(|person| person.route.clone())
                .collect(),
            datasets: site.datasets.iter().map(dataset).collect(),
            title,
        }
    }

    /// The address of a file of the site.
    pub fn url(&self, path: &str) -> String {
        let mut url = self.base.clone();
        for byte in path.bytes() {
            // What is no letter, digit or mark of a path is escaped (RFC 3986, section 3.3).
            match byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(&byte) {
                true => url.push(char::from(byte)),
                false => url.push_str(&format!("%{byte:02X}")),
            }
        }
        url
    }

    /// The instant of the site without its fraction: `2026-06-01T09:00:00Z`.
    pub fn instant(&self) -> String {
        self.as_of.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// The word for the state of the group.
    pub fn state_word(&self) -> &'static str {
        match self.state {
            LifecycleState::Active => "active",
            LifecycleState::Dissolved => "dissolved",
            LifecycleState::Closed => "closed",
        }
    }

    /// When the group was at work, in words: `from 1 June 2020 to 5 March 2026`.
    pub fn active_dates(&self) -> Option<String> {
        let end = self.until.or(self.on).map(long_date);
        match (self.since.map(long_date), end) {
            (Some(since), Some(end)) => Some(format!("from {since} to {end}")),
            (Some(since), None) => Some(format!("from {since}")),
            (None, Some(end)) => Some(format!("until {end}")),
            (None, None) => None,
        }
    }

    /// The name of the secretariat: what stands before the first comma of its words, unless these
    /// are sentences.
    pub fn secretariat_name(&self) -> Option<&str> {
        let words = self.secretariat.as_deref()?.trim();
        let name = words.split(',').next().unwrap_or(words).trim();
        let is_sentence = words.ends_with('.') || words.contains(". ");
        (!is_sentence && !name.is_empty()).then_some(name)
    }

    /// The first address for letters in the words on how the group can be reached.
    pub fn email(&self) -> Option<&str> {
        let contact = self.contact.as_deref()?;
        let words =
            contact.split(|letter: char| letter.is_whitespace() || "<>(),;".contains(letter));
        words
            .map(|word| word.trim_end_matches('.').trim_start_matches("mailto:"))
            .find(|word| {
                word.split_once('@').is_some_and(|(name, host)| {
                    !name.is_empty() && host.contains('.') && !host.contains('@')
                })
            })
    }

    /// What the package is, in a sentence or two.
    pub fn description(&self) -> String {
        let what = format!(
            "The website of {}, as of {}.",
            self.group,
            long_date(self.today)
        );
        match &self.summary {
            Some(summary) => format!("{what} {summary}"),
            None => what,
        }
    }
}

fn session(site: &Site, page: &Page) -> SessionFacts {
    let documents = match &page.kind {
        Kind::Session(session) => session.documents.as_slice(),
        _ => &[],
    };
    let documents = documents.iter().map(|id| site.page(*id).route.clone());
    SessionFacts {
        title: page.meta.title.value.plain(),
        pages: std::iter::once(page.route.clone())
            .chain(documents)
            .collect(),
    }
}

fn dataset(data: &Dataset) -> DatasetFacts {
    let source = data.source.as_ref();
    let beside = |ending: &str| {
        let folder = data.route.parent();
        let name = format!("{}.{ending}", data.route.stem());
        folder.join(&name).expect("a name leads nowhere else")
    };
    DatasetFacts {
        title: data.title.plain(),
        description: data.description.as_ref().map(Text::plain),
        page: data.route.clone(),
        files: ["csv", "json", "datapackage.json"].map(beside).to_vec(),
        licence: data.licence.clone(),
        publisher: source.map(|source| source.name.plain()),
        url: source.and_then(|source| source.url.clone()),
        published: source.and_then(|source| source.published.clone()),
    }
}

/// An address for a site that has none, under the ending that is reserved for names which nobody
/// can have (RFC 2606).
fn stand_in(title: &str) -> String {
    let name = slug(title);
    let name: String = name.chars().filter(char::is_ascii).take(60).collect();
    match name.trim_matches('-') {
        "" => "https://site.invalid/".to_string(),
        name => format!("https://{name}.invalid/"),
    }
}
