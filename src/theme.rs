//! Themes: templates, style and fonts, the built-in ones overridden file by file by the site's.
//!
//! In: the built-in default theme and the files under `themes/<name>/`. Out: a [`Theme`], its
//! templates compiled and its assets named by their content.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use tera::{Context, ErrorKind, Kwargs, State, Tera, Value};
use twox_hash::XxHash3_128;

use crate::css;
use crate::diag::{Code, Diagnostic, code, suggest};
use crate::discover::SourceTree;
use crate::embedded::DEFAULT_THEME;
use crate::html;
use crate::outcome::Outcome;
use crate::source::{SitePath, SourceId, Span, Spanned};

/// A theme, ready to use.
#[derive(Debug)]
pub struct Theme {
    templates: Tera,
    /// The text of each template, for diagnostics.
    sources: BTreeMap<String, SourceId>,
    /// The assets by their name in the theme: `style.css`, `fonts/public-sans.woff2`.
    pub assets: BTreeMap<String, Asset>,
    names_rows: bool,
    fallback: SourceId,
}

/// A file of a theme that pages use.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Its address, which holds a hash of its content: `assets/style.1a2b3c4d5e.css`.
    pub path: SitePath,
    /// Its content.
    pub bytes: Arc<Vec<u8>>,
}

/// A value in the form templates read; made once for what all pages share.
pub type TemplateValue = Value;

/// Turns a view into the form templates read.
pub fn value<T: serde::Serialize>(view: &T) -> TemplateValue {
    Value::from_serializable(view)
}

/// One file of a theme while it is put together.
struct File {
    bytes: Arc<Vec<u8>>,
    source: Option<SourceId>,
}

/// The files of a theme, not yet read as templates and style.
pub(crate) struct Files(BTreeMap<String, File>);

/// Loads the theme that the configuration names: its files are gathered, then compiled.
pub fn load(tree: &mut SourceTree, name: &Spanned<String>) -> Outcome<Option<Theme>> {
    let mut faults = Vec::new();
    let files = gather(tree, name).collect(&mut faults);
    let theme = files.and_then(|files| files.compile(tree).collect(&mut faults));
    Outcome {
        value: theme,
        diagnostics: faults,
    }
}

/// Looks for the files of the theme that the configuration names. The built-in templates are entered
/// among the sources, so that a fault can show them.
pub(crate) fn gather(tree: &mut SourceTree, name: &Spanned<String>) -> Outcome<Option<Files>> {
    let mut faults = Vec::new();
    let own = format!("{}/", name.value);
    let has_own = tree
        .themes
        .keys()
        .any(|path| path.as_str().starts_with(&own));
    if name.value != "default" && !has_own {
        let mut known: Vec<&str> = tree
            .themes
            .keys()
            .filter_map(|path| path.as_str().split('/').next())
            .collect();
        known.push("default");
        known.sort_unstable();
        known.dedup();
        faults.push(
            Diagnostic::error(
                &code::UNKNOWN_THEME,
                name.span,
                format!("there is no theme `{}`", name.value),
            )
            .maybe_help(suggest(&name.value, known)),
        );
        return Outcome {
            value: None,
            diagnostics: faults,
        };
    }
    Outcome {
        value: Some(Files(overlaid(tree, &own))),
        diagnostics: faults,
    }
}

impl Files {
    /// Reads the templates, and names the assets by their content.
    #[inline(never)] // `bench/budget` tells stages apart by it.
    pub(crate) fn compile(self, tree: &SourceTree) -> Outcome<Option<Theme>> {
        let mut faults = Vec::new();
        let Files(files) = self;
        let fallback = files
            .get("templates/base.html")
            .and_then(|file| file.source);
        let (templates, sources) = compile(&files, tree, &mut faults);
        let assets = assets(&files, tree, &mut faults);
        let value = templates.map(|templates| Theme {
            names_rows: sources
                .values()
                .any(|source| names_rows(&tree.sources.file(*source).text)),
            templates,
            sources,
            assets,
            fallback: fallback.unwrap_or(tree.config),
        });
        Outcome {
            value,
            diagnostics: faults,
        }
    }
}

/// Whether a template has the word `rows`.
fn names_rows(template: &str) -> bool {
    let goes_on = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut found = template.match_indices("rows");
    found.any(|(at, word)| {
        let (before, after) = (&template[..at], &template[at + word.len()..]);
        !before.ends_with(goes_on) && !after.starts_with(goes_on)
    })
}

/// The built-in files with the site's own laid over them.
fn overlaid(tree: &mut SourceTree, own: &str) -> BTreeMap<String, File> {
    let mut files: BTreeMap<String, File> = BTreeMap::new();
    for (path, file) in &tree.themes {
        if let Some(name) = path.as_str().strip_prefix(own) {
            files.insert(
                name.to_string(),
                File {
                    bytes: Arc::new(file.bytes.to_vec()),
                    source: file.source,
                },
            );
        }
    }
    for (name, bytes) in DEFAULT_THEME {
        if files.contains_key(*name) {
            continue;
        }
        let source = name.ends_with(".html").then(|| {
            let shown = SitePath::new(format!("(built-in theme)/{name}"));
            tree.sources
                .add(shown, String::from_utf8_lossy(bytes).into())
        });
        files.insert(
            (*name).to_string(),
            File {
                bytes: Arc::new(bytes.to_vec()),
                source,
            },
        );
    }
    files
}

/// The most templates of a theme. What looks for circles among them takes time that grows with the
/// square of those that lead to each other.
const MOST_TEMPLATES: usize = 500;

fn too_many(count: usize, source: SourceId) -> Diagnostic {
    let message = format!("the theme has {count} templates, and at most {MOST_TEMPLATES} are read");
    Diagnostic::error(&code::TEMPLATE, Span::file(source), message)
        .help("put what is used together into one template, and take out what is not used")
}

fn compile(
    files: &BTreeMap<String, File>,
    tree: &SourceTree,
    faults: &mut Vec<Diagnostic>,
) -> (Option<Tera>, BTreeMap<String, SourceId>) {
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".html"]);
    tera.set_escape_fn(escape);
    tera.register_filter("safe", safe);
    let mut texts = Vec::new();
    let mut sources = BTreeMap::new();
    for (name, file) in files {
        let Some(name) = name.strip_prefix("templates/") else {
            continue;
        };
        let Some(source) = file.source else { continue };
        texts.push((name.to_string(), tree.sources.file(source).text.to_string()));
        sources.insert(name.to_string(), source);
    }
    let fallback = sources.values().next().copied().unwrap_or(tree.config);
    if texts.len() > MOST_TEMPLATES {
        faults.push(too_many(texts.len(), fallback));
        return (None, sources);
    }
    match tera.add_raw_templates(
        texts
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str())),
    ) {
        Ok(()) => (Some(tera), sources),
        Err(error) => {
            let several = match error.kind() {
                ErrorKind::Msg(report) => listed(report, &sources, tree),
                _ => Vec::new(),
            };
            if several.is_empty() {
                let what = "the template cannot be read";
                faults.push(fault(&error, &sources, fallback, what));
            }
            faults.extend(several);
            (None, sources)
        }
    }
}

/// Escapes a text as Tera does. Most texts have nothing to escape.
fn escape(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    match html::is_plain(text) {
        true => out.write_all(text.as_bytes()),
        false => out.write_all(html::escaped(text).as_bytes()),
    }
}

/// Marks a text as finished HTML as Tera's filter of that name does, which copies it: the words of a page
/// are most of it.
fn safe(value: &Value, _: Kwargs, _: &State<'_>) -> Value {
    match value.is_string() {
        true => value.clone().mark_safe(),
        false => Value::safe_string(&value.to_string()),
    }
}

/// The errors of a report in words, in which each stands as `error: …` with its place on the
/// line below: `--> session.html:3:20`.
fn listed(
    report: &str,
    sources: &BTreeMap<String, SourceId>,
    tree: &SourceTree,
) -> Vec<Diagnostic> {
    let place = |line: &str| {
        let mut parts = line.trim_start().strip_prefix("--> ")?.rsplitn(3, ':');
        let column: usize = parts.next()?.parse().ok()?;
        let row: usize = parts.next()?.parse().ok()?;
        let source = *sources.get(parts.next()?)?;
        let text = &tree.sources.file(source).text;
        let before: usize = text.split_inclusive('\n').take(row - 1).map(str::len).sum();
        let line = text[before..].lines().next().unwrap_or("");
        let letters = line.chars().take(column - 1).map(char::len_utf8);
        let at = before + letters.sum::<usize>();
        Some(Span::new(source, at, at))
    };
    let mut lines = report.lines();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let Some(message) = line.strip_prefix("error: ") else {
            continue;
        };
        if let Some(span) = lines.next().and_then(place) {
            let message = format!("the template cannot be read: {message}");
            let help = "correct the name; the guide on themes says what templates may use";
            found.push(Diagnostic::error(&code::TEMPLATE, span, message).help(help));
        }
    }
    found
}

/// A template's error at its place.
fn fault(
    error: &tera::Error,
    sources: &BTreeMap<String, SourceId>,
    fallback: SourceId,
    what: &str,
) -> Diagnostic {
    let code: &'static Code = &code::TEMPLATE;
    let help = "templates use only what the page's view offers; the guide on themes lists it";
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let source = sources.get(report.filename()).copied().unwrap_or(fallback);
            let range = &report.span().range;
            let span = Span::new(source, range.start, range.end);
            let message = report
                .message()
                .lines()
                .next()
                .unwrap_or("unreadable")
                .to_string();
            Diagnostic::error(code, span, format!("{what}: {message}")).help(help)
        }
        kind => {
            let message = kind.to_string();
            let first = message.lines().next().unwrap_or("unreadable");
            // Some errors name their template in words only.
            let named = sources
                .iter()
                .find(|(name, _)| message.contains(name.as_str()));
            let source = named.map_or(fallback, |(_, source)| *source);
            Diagnostic::error(code, Span::file(source), format!("{what}: {first}")).help(help)
        }
    }
}

/// Names each asset by its content. Style sheets come last, because the names of what they use
/// are part of their content.
fn assets(
    files: &BTreeMap<String, File>,
    tree: &SourceTree,
    faults: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Asset> {
    let mut assets = BTreeMap::new();
    let named = |name: &str, bytes: Arc<Vec<u8>>| Asset {
        path: hashed(name, &bytes),
        bytes,
    };
    let listed = || {
        files
            .iter()
            .filter_map(|(name, file)| Some((name.strip_prefix("assets/")?, file)))
    };
    let kept = |name: &str, file: &File| name != SCRIPT || !file.bytes.trim_ascii().is_empty();
    for (name, file) in listed().filter(|(name, _)| !name.ends_with(".css")) {
        if !kept(name, file) {
            continue;
        }
        assets.insert(name.to_string(), named(name, file.bytes.clone()));
    }
    for (name, file) in listed().filter(|(name, _)| name.ends_with(".css")) {
        let text = String::from_utf8_lossy(&file.bytes);
        let place = file.source.unwrap_or(tree.config);
        let text = rewrite_urls(&text, name, &assets, place, faults);
        assets.insert(name.to_string(), named(name, text.into_bytes().into()));
    }
    assets
}

/// `fonts/x.woff2` as `assets/fonts/x.0123456789.woff2`.
fn hashed(name: &str, bytes: &[u8]) -> SitePath {
    let hash = format!("{:032x}", XxHash3_128::oneshot(bytes));
    let path = SitePath::new(format!("assets/{name}"));
    let (folder, stem, extension) = (path.parent(), path.stem(), path.extension());
    SitePath::new(format!("{folder}/{stem}.{}.{extension}", &hash[..10]))
}

/// Rewrites the addresses in a style sheet to the names that its files have in the output.
fn rewrite_urls(
    text: &str,
    name: &str,
    assets: &BTreeMap<String, Asset>,
    source: SourceId,
    faults: &mut Vec<Diagnostic>,
) -> String {
    let folder = SitePath::new(name).parent();
    // The style sheet's own name plays no part in relative links, only its folder does.
    let here = SitePath::new(format!("assets/{name}"));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for css::Address { range, value } in css::addresses(text) {
        let target = folder
            .join(&value)
            .and_then(|path| assets.get(path.as_str()));
        match target {
            Some(asset) => {
                out.push_str(&text[at..range.start]);
                out.push_str(&asset.path.relative_to(&here));
                at = range.end;
            }
            None if value.starts_with('#') || value.starts_with("data:image/") => {}
            None => {
                faults.push(
                    Diagnostic::error(
                        &code::MISSING_ASSET,
                        Span::new(source, range.start, range.end),
                        format!("the theme has no asset `{value}`"),
                    )
                    .help("put the file into the theme's `assets/` folder"),
                );
            }
        }
    }
    out.push_str(&text[at..]);
    out
}

/// The script of a theme, which pages with figures or tables of data load.
const SCRIPT: &str = "layer.js";

/// Room for most pages, in bytes.
const ROOM: usize = 16 * 1024;

/// Whether a text holds more than white space.
fn shows_something(text: &[u8]) -> bool {
    // The first letter of nearly all tells.
    text.iter().any(u8::is_ascii_graphic) || !String::from_utf8_lossy(text).trim().is_empty()
}

impl Theme {
    /// Whether the theme has a script. One of its own that is empty takes the built-in one away.
    pub(crate) fn has_script(&self) -> bool {
        self.assets.contains_key(SCRIPT)
    }

    /// Whether any of its templates takes tables apart by their rows. Those that are built in do not: the
    /// rows of a site weigh more than all else that templates are given.
    pub(crate) fn names_rows(&self) -> bool {
        self.names_rows
    }

    /// Where to point at for faults that concern the theme as a whole.
    pub(crate) fn place(&self) -> Span {
        Span::file(self.fallback)
    }

    /// Renders a template into UTF-8.
    ///
    /// # Errors
    /// With a diagnostic at the place in the template; where nothing comes of it, at its beginning.
    pub fn render(&self, template: &str, context: &Context) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut rendered = Vec::with_capacity(ROOM);
        let result = self.templates.render_to(template, context, &mut rendered);
        result.map_err(|error| {
            let what = "the template fails";
            Box::new(fault(&error, &self.sources, self.fallback, what))
        })?;
        match shows_something(&rendered) {
            true => Ok(rendered),
            false => Err(Box::new(self.makes_nothing(template))),
        }
    }

    fn makes_nothing(&self, template: &str) -> Diagnostic {
        let source = self.sources.get(template).copied();
        let place = Span::file(source.unwrap_or(self.fallback));
        Diagnostic::error(&code::TEMPLATE, place, "nothing comes of the template")
            .help("write the page, or take the file out: the built-in template is then used")
    }
}

#[cfg(test)]
mod tests {
    use super::names_rows;

    #[test]
    fn rows_are_asked_for_by_name() {
        assert!(names_rows("{% for row in table.rows %}") && names_rows("rows"));
        assert!(names_rows("{{ table[\"rows\"] }}"));
        assert!(!names_rows("{{ table.rows_html | safe }}") && !names_rows("<p>browse narrows"));
    }
}
