//! What templates see: small serialisable structs, the contract between program and theme.
//!
//! Names in here are fixed once published, because themes written by others depend on them.
//! A view holds no raw source and no decision: templates only loop, branch and print. Fields
//! that end in `_html` are finished, safe HTML, to be printed with `| safe`; all others are text.
//! Every `href` is relative to the page it is printed on and names its file.

pub(crate) mod archive;
pub(crate) mod article;
mod body;
pub(crate) mod chrome;
pub(crate) mod cited;
pub(crate) mod lists;
pub(crate) mod session;
pub(crate) mod table;
pub(crate) mod written;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Anchors that templates use themselves; headings of content are named around them.
pub const RESERVED_ANCHORS: &[&str] = &[
    "main",
    "contents",
    "navigation",
    "speakers",
    "briefing-pack",
    "reading-list",
    "documents",
    "minutes",
    "data",
    "corrections",
    "topics",
    "footnotes",
    "sessions",
    "previous-and-next",
    "section-about",
    "section-columns",
    "section-figures",
    "section-news",
    "section-notes",
    "section-publications",
    "section-used",
    "section-writings",
];

/// Pages and files that the program makes itself, from the top of the site; content may not take their
/// addresses.
pub const GENERATED: &[&str] = &[
    "404.html",
    chrome::ABOUT_THE_ARCHIVE,
    chrome::SEAL,
    "sitemap.html",
    "sitemap.xml",
    "sessions/index.html",
    "publications/index.html",
    "reports/index.html",
    "news/index.html",
    "data/index.html",
    "people/index.html",
    "topics/index.html",
];

/// The endings of the files beside a dataset's page, in the order in which the page offers them.
pub const DATASET_FILES: [&str; 3] = ["csv", "json", "datapackage.json"];

/// The files of a reading list beside its session's page, in the order in which the page offers them.
pub const READING_FILES: [&str; 2] = ["reading-list.bib", "reading-list.ris"];

/// What every template is given.
#[derive(Debug, Serialize)]
pub struct PageView<'a, T: Serialize> {
    /// What all pages of the site share.
    pub site: &'a SiteView,
    /// What this page shares with others of any kind.
    pub page: HeadView,
    /// The way from this page to the top of the site: empty, or `../../`.
    pub root: &'a str,
    /// The path of each asset of the theme from the top of the site, by its name in the theme:
    /// `{{ root }}{{ assets["style.css"] }}`.
    pub assets: &'a BTreeMap<String, String>,
    /// What the page holds; its struct is named in the table of templates.
    pub content: T,
}

/// What all pages of a site share. Links in here are paths from the top of the site, to be
/// printed after `root`.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct SiteView {
    /// The title.
    pub title: String,
    /// The title with its marks.
    pub title_html: String,
    /// The language, such as `en-GB`.
    pub language: String,
    /// The sections of the site that have content.
    pub navigation: Vec<NavigationView>,
    /// The closing notice or whatever else stands at the top of every page.
    pub notice_html: Option<String>,
    /// Whether the site has been closed.
    pub closed: bool,
    /// The statement printed on every page.
    pub disclaimer_html: Option<String>,
    /// Who publishes the site.
    pub organisation: OrganisationView,
    /// Pages at the top of the site about the site itself: accessibility, privacy, contact.
    pub footer: Vec<NavigationView>,
    /// The licence of the site's words.
    pub licence: Option<LicenceView>,
    /// The program and its version.
    pub generator: String,
    /// The day the site was built for, in words.
    pub built_for: String,
    /// That day, year-month-day.
    pub built_for_date: String,
}

/// A section of the site.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NavigationView {
    /// Its title.
    pub title: String,
    /// Its page, from the top of the site.
    pub path: String,
    /// The word that a page's `section` has when it belongs here.
    pub section: String,
}

/// The page about a closed site as an archive.
#[derive(Debug, Serialize)]
pub struct ArchiveView {
    /// When the group was at work and the site was closed: the plain fact.
    pub dates_html: String,
    /// How many sessions there are, and from when to when, in words.
    pub sessions: Option<String>,
    /// How many figures and datasets there are, in words.
    pub data: Option<String>,
    /// Who keeps the site.
    pub keeper_html: Option<String>,
    /// How to cite the site.
    pub citation_html: String,
    /// The root of the seal over the site, 64 letters; zeros until the site is sealed.
    pub root: String,
    /// The keys that the seal is to be signed with.
    pub keys: Vec<KeyView>,
    /// What was open when the site was closed, by reason.
    pub accepted: Vec<AcceptedView>,
}

/// A key that the seal is to be signed with.
#[derive(Debug, Serialize)]
pub struct KeyView {
    /// The key.
    pub key: String,
    /// Whose it is.
    pub holder: Option<String>,
    /// The file beside the seal in which the signature stands.
    pub file: String,
    /// The commands that check it.
    pub commands: Vec<String>,
}

/// What was open when the site was closed, and why it was closed nonetheless.
#[derive(Debug, Serialize)]
pub struct AcceptedView {
    /// The reason.
    pub reason_html: String,
    /// Each item: what it is, and which.
    pub items: Vec<AcceptedItemView>,
}

/// An item that was open when the site was closed.
#[derive(Debug, Serialize)]
pub struct AcceptedItemView {
    /// What it is, in words.
    pub kind: String,
    /// Which: an address, the title of a page, or how many where they are not named.
    pub name: String,
    /// The address, or that of the page from the top of the site.
    pub href: Option<String>,
    /// Whether it leads out of the site.
    pub external: bool,
}

/// Who publishes the site.
#[derive(Debug, Default, Serialize, Deserialize)]
#[expect(
    missing_docs,
    reason = "the fields are those of `organisation` in briefpack.yaml"
)]
pub struct OrganisationView {
    pub name_html: Option<String>,
    pub secretariat_html: Option<String>,
    pub funding_html: Option<String>,
    pub address_html: Option<String>,
    pub contact_html: Option<String>,
    /// The mark, from the top of the site.
    pub logo: Option<ImageView>,
}

/// What a page shares with others of any kind.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct HeadView {
    /// The title in words, for the window.
    pub title: String,
    /// The title with its marks.
    pub title_html: String,
    /// A sentence or two in words, for search engines.
    pub description: Option<String>,
    /// The section it belongs to: `home`, `sessions`, `publications`, `reports`, `news`,
    /// `data`, `people`, `topics`; empty for others.
    pub section: String,
    /// The address the page will have, where the site has one.
    pub canonical: Option<String>,
    /// The Content-Security-Policy.
    pub policy: String,
    /// Whether the page has figures or a table of data and the theme a script for them,
    /// `assets["layer.js"]`, which the policy then allows.
    pub script: bool,
    /// The pages above this one, from the top, without the page itself.
    pub breadcrumbs: Vec<LinkView>,
    /// The headings of a long page; empty on short ones.
    pub contents: Vec<ContentsView>,
}

/// A link.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LinkView {
    /// Its words.
    pub title: String,
    /// Where it leads.
    pub href: String,
}

/// A heading in a table of contents.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ContentsView {
    /// Its words, with marks.
    pub title_html: String,
    /// Its anchor, without `#`.
    pub anchor: String,
    /// The headings under it.
    pub children: Vec<ContentsView>,
}

/// An image file of the site.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ImageView {
    /// The file.
    pub href: String,
    /// The text alternative.
    pub alt: String,
    /// Its width in pixels, where the file says it.
    pub width: Option<u32>,
    /// Its height in pixels, where the file says it.
    pub height: Option<u32>,
}

/// A licence.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LicenceView {
    /// Its name.
    pub name: String,
    /// Its text.
    pub url: Option<String>,
    /// The sentence it asks users to print.
    pub attribution: Option<String>,
}

/// A date.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DateView {
    /// Year-month-day, for `<time datetime>`.
    pub date: String,
    /// In words: `17 November 2020`.
    pub words: String,
}

/// A correction.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChangeView {
    /// The day.
    pub date: DateView,
    /// What was changed.
    pub note_html: String,
}

/// What pages written in Markdown share. Part of [`SessionView`], [`ArticleView`] and
/// [`HomeView`].
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct ArticleParts {
    /// A sentence or two, with marks.
    pub summary_html: Option<String>,
    /// The date.
    pub date: Option<DateView>,
    /// The authors; `href` is empty for one without a page.
    pub authors: Vec<LinkView>,
    /// The topics.
    pub topics: Vec<LinkView>,
    /// What the page says.
    pub body_html: String,
    /// The footnotes: a whole section with its heading; empty without any.
    pub footnotes_html: String,
    /// The corrections log.
    pub changes: Vec<ChangeView>,
    /// The page before, in the order of its kind.
    pub previous: Option<LinkView>,
    /// The page after.
    pub next: Option<LinkView>,
}

/// `home.html`: the first page.
#[derive(Debug, Serialize, Deserialize)]
pub struct HomeView {
    /// What the page says.
    pub article: ArticleParts,
    /// The next session to come, if any.
    pub upcoming: Option<CardView>,
    /// The sessions, in order.
    pub sessions: Vec<CardView>,
    /// The newest publications and reports, at most four.
    pub publications: Vec<CardView>,
    /// The newest news, at most four.
    pub news: Vec<CardView>,
}

/// `page.html`, `document.html`, `publication.html`, `news.html`: everything else written in
/// Markdown.
#[derive(Debug, Serialize, Deserialize)]
pub struct ArticleView {
    /// What all of them share.
    pub article: ArticleParts,
    /// `page`, `document`, `publication`, `report`, `chapter` or `news`.
    pub kind: Cow<'static, str>,
    /// The session, publication or report it belongs to.
    pub part_of: Option<LinkView>,
    /// The documents of a publication or chapters of a report.
    pub documents: Vec<CardView>,
}

/// `session.html`.
#[derive(Debug, Serialize, Deserialize)]
pub struct SessionView {
    /// What it shares with other pages; the body says what the session is about.
    pub article: ArticleParts,
    /// Its number.
    pub number: Option<u32>,
    /// `planned`, `held`, `cancelled`, or `was-planned` on a site that has been closed.
    pub state: Option<Cow<'static, str>>,
    /// When on the day, in words: `10am to 11.30am`.
    pub time: Option<String>,
    /// Where.
    pub place_html: Option<String>,
    /// Who speaks.
    pub speakers: Vec<SpeakerView>,
    /// The briefing pack.
    pub pack: Vec<PackItemView>,
    /// The reading list.
    pub reading: Option<ReadingView>,
    /// The minutes.
    pub minutes: Option<CardView>,
    /// The documents of the session that are neither in the pack nor the minutes.
    pub documents: Vec<CardView>,
    /// The datasets of the session.
    pub datasets: Vec<CardView>,
    /// The figures of the session and its documents.
    pub figures: Vec<FigureLinkView>,
    /// Whether the body begins with text and not with a heading of its own.
    pub opens_with_text: bool,
}

/// A figure in a list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FigureLinkView {
    /// Its message.
    pub title_html: String,
    /// Where it is drawn.
    pub href: String,
    /// The title of the page it stands on.
    pub page_html: String,
}

/// A speaker, or a person in a list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SpeakerView {
    /// The name.
    pub name: String,
    /// Letters after the name.
    pub honours: Option<String>,
    /// The page of the person in this site.
    pub href: Option<String>,
    /// The role.
    pub role_html: Option<String>,
    /// The organisation.
    pub organisation: Option<String>,
    /// Its website.
    pub organisation_url: Option<String>,
    /// The party.
    pub party: Option<String>,
    /// The constituency.
    pub constituency: Option<String>,
    /// A few lines about the person.
    pub biography_html: Option<String>,
    /// A photograph.
    pub photo: Option<ImageView>,
    /// What the person speaks about.
    pub talk_html: Option<String>,
    /// A recording.
    pub recording: Option<ResourceView>,
    /// What was said, in writing.
    pub transcript: Option<ResourceView>,
}

/// Something to open.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ResourceView {
    /// Where it is.
    pub href: String,
    /// What it is: `PDF`, `Spreadsheet`, `Web page`; for an outside address its host.
    pub kind: String,
    /// How large it is: `1.2 MB`; for files of the site.
    pub size: Option<String>,
    /// Whether it lies outside the site.
    pub external: bool,
}

/// An item of a briefing pack.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PackItemView {
    /// Its title.
    pub title_html: String,
    /// Where it is and what.
    pub resource: ResourceView,
    /// Who published it.
    pub publisher_html: Option<String>,
    /// When, in words.
    pub date: Option<String>,
    /// What is in it.
    pub description_html: Option<String>,
    /// The day it was last read elsewhere.
    pub accessed: Option<DateView>,
    /// The copy in a web archive.
    pub archived: Option<ArchivedView>,
}

/// A reading list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReadingView {
    /// The categories.
    pub groups: Vec<ReadingGroupView>,
    /// The whole list for reference managers.
    pub downloads: Vec<DownloadView>,
}

/// A category of a reading list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReadingGroupView {
    /// Its title.
    pub title_html: Option<String>,
    /// Its anchor.
    pub anchor: String,
    /// The entries.
    pub entries: Vec<EntryView>,
}

/// A publication of a reading list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EntryView {
    /// The title.
    pub title_html: String,
    /// Where it can be read: the address, or the DOI's.
    pub url: Option<String>,
    /// The authors in words.
    pub authors: Option<String>,
    /// The publisher.
    pub publisher_html: Option<String>,
    /// The work it stands in.
    pub parent_html: Option<String>,
    /// The year.
    pub year: Option<String>,
    /// Volume, pages and so on, in words.
    pub locators: Option<String>,
    /// What it says, in the group's words.
    pub annotation_html: Option<String>,
    /// The day it was last read there.
    pub accessed: Option<DateView>,
    /// A copy in a web archive.
    pub archived: Option<ArchivedView>,
}

/// A copy in a web archive.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ArchivedView {
    /// The address of the copy.
    pub url: String,
    /// The day it was made.
    pub date: DateView,
    /// The address that it is a copy of; its own, where that is not known.
    pub original: String,
}

/// A page in a list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CardView {
    /// Its title.
    pub title_html: String,
    /// Where it is.
    pub href: String,
    /// What it is, in a word: `Session 3`, `Publication`, `Dataset`.
    pub label: Option<String>,
    /// Its number, for sessions; themes may set it large instead of the label.
    pub number: Option<u32>,
    /// The date.
    pub date: Option<DateView>,
    /// A sentence or two.
    pub summary_html: Option<String>,
    /// `planned`, `held`, `cancelled`, or `was-planned` on a site that has been closed; for sessions.
    pub state: Option<Cow<'static, str>>,
}

/// `list.html`: the indexes of sessions, publications, reports, news, data and topics.
#[derive(Debug, Serialize)]
pub struct ListView<C = CardView> {
    /// The pages, grouped under headings; one group without a title where there is nothing to
    /// group by.
    pub groups: Vec<ListGroupView<C>>,
}

/// A part of a list.
#[derive(Debug, Serialize)]
pub struct ListGroupView<C = CardView> {
    /// Its heading.
    pub title: Option<String>,
    /// Its pages, each a [`CardView`], or what was made of one.
    pub cards: Vec<C>,
}

/// `people.html`: everybody.
#[derive(Debug, Serialize)]
pub struct PeopleView {
    /// The people, those with a role in the group first.
    pub people: Vec<SpeakerView>,
}

/// `person.html`.
#[derive(Debug, Serialize)]
pub struct PersonView {
    /// The person.
    pub person: SpeakerView,
    /// A page about the person elsewhere.
    pub url: Option<String>,
    /// The sessions the person speaks at.
    pub sessions: Vec<CardView>,
    /// The pages the person wrote.
    pub writings: Vec<CardView>,
}

/// `dataset.html`.
#[derive(Debug, Serialize)]
pub struct DatasetView {
    /// What it holds.
    pub description_html: Option<String>,
    /// Who published it.
    pub source_html: Option<String>,
    /// The licence.
    pub licence: Option<LicenceView>,
    /// Notes.
    pub notes_html: Vec<String>,
    /// The table.
    pub table: TableView,
    /// What each column means, where the dataset says so.
    pub fields: Vec<FieldView>,
    /// The marks in the table and what they mean.
    pub markers: Vec<MarkerView>,
    /// Files to take away: CSV, JSON and Data Package.
    pub downloads: Vec<DownloadView>,
    /// The pages whose figures or numbers use it.
    pub used_on: Vec<LinkView>,
}

/// A column's meaning.
#[derive(Debug, Serialize)]
pub struct FieldView {
    /// The heading.
    pub title: String,
    /// The unit in words.
    pub unit: Option<String>,
    /// What it means.
    pub description_html: Option<String>,
}

/// A mark for a missing value.
#[derive(Debug, Clone, Serialize)]
pub struct MarkerView {
    /// The symbol.
    pub symbol: String,
    /// What it means.
    pub meaning: String,
}

/// A file to take away.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DownloadView {
    /// `CSV`, `JSON`, `SVG`, `Data Package`, `BibTeX`, `RIS`.
    pub kind: Cow<'static, str>,
    /// The file.
    pub href: String,
    /// Its size, such as `3 kB`.
    pub size: String,
}

/// A table of data.
#[derive(Debug, Serialize)]
pub struct TableView {
    /// What the table is, for its caption.
    pub caption: String,
    /// The columns.
    pub columns: Vec<ColumnView>,
    /// The rows, each a `<tr>` on lines of its own, with cells, marks and bars.
    pub rows_html: String,
    /// The rows one by one, for templates of a theme of one's own that set them otherwise; empty
    /// where no template has the word `rows`.
    pub rows: Vec<RowView>,
}

/// A column of a table of data.
#[derive(Debug, Serialize)]
pub struct ColumnView {
    /// The heading.
    pub title: String,
    /// The unit, to be printed after the heading.
    pub unit: Option<String>,
    /// Whether its cells are numbers.
    pub numeric: bool,
    /// The marks of the notes that the heading refers to; empty without any.
    pub remarks: String,
}

/// A row of a table of data.
#[derive(Debug, Serialize)]
pub struct RowView {
    /// Its anchor.
    pub anchor: Option<String>,
    /// Its cells.
    pub cells: Vec<CellView>,
}

/// A cell of a table of data.
#[derive(Debug, Serialize)]
pub struct CellView {
    /// What it shows.
    pub text: String,
    /// Whether it heads its row.
    pub heading: bool,
    /// Whether it is a number.
    pub numeric: bool,
    /// The same as HTML: of a day in words, also the day by its numbers.
    pub html: String,
    /// What its mark means, where it holds no value.
    pub missing: Option<String>,
    /// The marks beside its value, such as `[p]`; empty without any.
    pub remarks: String,
    /// The length of its bar in per cent of the longest in the column, for ranked tables: 0 to
    /// 100 in whole numbers.
    pub bar: Option<u8>,
}

/// `figure.html`: a figure inside a page.
#[derive(Debug, Serialize)]
pub struct FigureView<'d> {
    /// Its anchor.
    pub anchor: String,
    /// `bar`, `line` and so on.
    pub mark: &'static str,
    /// The message.
    pub title_html: String,
    /// Measure, place, period.
    pub subtitle_html: Option<String>,
    /// The chart for wide pages, an `<svg>` element; none for a table.
    pub svg_wide: Option<&'d str>,
    /// The chart for narrow pages.
    pub svg_narrow: Option<&'d str>,
    /// The text alternative.
    pub alt_html: String,
    /// A note.
    pub note_html: Option<String>,
    /// The source, in the author's words, or who published what.
    pub source_html: Option<String>,
    /// Where a copy of the source is held that was read instead.
    pub copy: Option<LinkView>,
    /// The day the dataset's source was read.
    pub accessed: Option<DateView>,
    /// The line that the owner of the boundaries asks for.
    pub attribution_html: Option<String>,
    /// The page of the dataset.
    pub dataset: LinkView,
    /// The licence of the data.
    pub licence: Option<LicenceView>,
    /// The values shown.
    pub table: TableView,
    /// The marks in the table and what they mean.
    pub markers: Vec<MarkerView>,
    /// SVG, CSV, JSON.
    pub downloads: Vec<DownloadView>,
    /// The level its title has in the outline of the page, 2 to 6; it is no heading.
    pub level: u8,
}

/// `sitemap.html`: every page of the site.
#[derive(Debug, Serialize)]
pub struct SitemapView {
    /// The pages by section.
    pub sections: Vec<SitemapSection>,
}

/// A section of the site map.
#[derive(Debug, Serialize)]
pub struct SitemapSection {
    /// Its title.
    pub title: String,
    /// Its index, where it has one.
    pub href: Option<String>,
    /// Its pages.
    pub pages: Vec<SitemapLink>,
}

/// A page in the site map.
#[derive(Debug, Serialize)]
pub struct SitemapLink {
    /// Its title.
    pub title: String,
    /// Where it is.
    pub href: String,
    /// The pages that belong to it: the documents of a session or publication, the chapters of a
    /// report.
    pub children: Vec<SitemapLink>,
}

/// `404.html` and `redirect.html`. The page for a missing address has to work at any depth, so
/// it carries its style and no relative link: where the site has a `base_url`, `home` is its
/// address.
#[derive(Debug, Serialize)]
pub struct LostView {
    /// The style sheet, for a page that cannot link to one: the theme's asset `lost.css`, which
    /// names no further file.
    pub style: Option<String>,
    /// Where to go.
    pub home: Option<LinkView>,
}
