//! Links, images and bound numbers: what each leads to.

use crate::diag::{Diagnostic, MOST_ALIKE, code, nearest};
use crate::model::{
    Anchor, AttachmentId, Bound, Dataset, DatasetId, Image, Landing, Link, PageId, Prose, Target,
    Text,
};
use crate::parse::markdown::{RawClaim, RawImage, RawLink, RawText};
use crate::resolve::{Names, Unknown, Uses, active, picture};
use crate::slug::folded;
use crate::source::{SitePath, Spanned};

/// Where names are looked up, what has been used, and where faults go.
pub(super) struct Scope<'n, 'f> {
    pub(super) names: &'n Names<'n>,
    pub(super) data: &'n [Dataset],
    pub(super) uses: &'f mut Uses,
    pub(super) faults: &'f mut Vec<Diagnostic>,
}

/// What the name of a file leads to.
enum File {
    Page(PageId),
    Dataset(DatasetId),
    Other(AttachmentId),
}

impl Scope<'_, '_> {
    /// Resolves a line of text that stands in a file of `folder`.
    pub(super) fn text(&mut self, raw: RawText, folder: &SitePath) -> Text {
        let links = raw.links.into_iter();
        let links = links.map(|link| self.link(link, folder, None));
        let links = links.collect();
        let claims = raw
            .claims
            .into_iter()
            .map(|claim| self.claim(claim, folder))
            .collect();
        Text {
            words: raw.words,
            content: raw.content,
            links,
            claims,
            lines: raw.lines,
        }
    }

    /// Resolves the links, images and claims of a body; figures follow.
    pub(super) fn prose(
        &mut self,
        raw: crate::parse::markdown::RawProse,
        folder: &SitePath,
        page: PageId,
    ) -> Prose {
        let links = raw
            .links
            .into_iter()
            .map(|link| self.link(link, folder, Some(page)));
        let links = links.collect();
        let images = raw
            .images
            .into_iter()
            .map(|image| self.image(image, folder))
            .collect();
        let claims = raw
            .claims
            .into_iter()
            .map(|claim| self.claim(claim, folder))
            .collect();
        Prose {
            words: raw.words,
            blocks: raw.blocks,
            headings: raw.headings,
            footnotes: raw.footnotes,
            links,
            images,
            claims,
            figures: Vec::new(),
            lines: raw.lines,
        }
    }

    fn link(&mut self, link: RawLink, folder: &SitePath, page: Option<PageId>) -> Target {
        let address = link.value.as_str();
        if let Some(anchor) = address.strip_prefix('#') {
            match page {
                Some(page) => self.uses.anchors.push(Anchor {
                    on: Landing::Page(page),
                    name: anchor.to_string(),
                    span: link.span,
                }),
                None => self.faults.push(
                    Diagnostic::error(
                        &code::BROKEN_ANCHOR,
                        link.span,
                        format!("`{address}` names no page, and this text stands on several"),
                    )
                    .help(format!("name the file too, such as `index.md{address}`")),
                ),
            }
            return Target::Here(anchor.to_string());
        }
        match place_of(address) {
            Outside::Yes => return Target::Outside(link.value),
            Outside::Forbidden(why) => {
                self.faults.push(
                    Diagnostic::error(
                        &code::FORBIDDEN_ADDRESS,
                        link.span,
                        format!("a link cannot lead to `{address}`: {why}"),
                    )
                    .help(
                        "link to an http, https, mailto or tel address, or to a file of the site \
                         such as `../data/gcse.yaml`",
                    ),
                );
                return Target::Nowhere;
            }
            Outside::No => {}
        }
        let (path, anchor) = match address.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor.to_string())),
            None => (address, None),
        };
        let name = Spanned::new(path, link.span);
        match self.file(&name, folder) {
            Some(File::Page(target)) => {
                if let Some(anchor) = &anchor {
                    self.uses.anchors.push(Anchor {
                        on: Landing::Page(target),
                        name: anchor.clone(),
                        span: link.span,
                    });
                }
                Target::Page(target, anchor)
            }
            Some(File::Dataset(dataset)) => {
                if let Some(anchor) = &anchor {
                    self.uses.anchors.push(Anchor {
                        on: Landing::Dataset(dataset),
                        name: anchor.clone(),
                        span: link.span,
                    });
                }
                Target::Dataset(dataset, anchor)
            }
            Some(File::Other(file)) => Target::Attachment(file, anchor),
            None => Target::Nowhere,
        }
    }

    /// The file that a name means, written in a file of `folder`: a folder is its `index.md`. None for
    /// one that leads out of the site.
    fn path(&self, name: &str, folder: &SitePath) -> Option<SitePath> {
        let path = folder.named(name)?;
        let files = &self.names.tree.files;
        if files.contains_key(&path) {
            return Some(path);
        }
        let index = path.join("index.md");
        let index = index.filter(|index| files.contains_key(index));
        Some(index.unwrap_or(path))
    }

    /// What a path, written in a file of `folder`, leads to.
    fn file(&mut self, name: &Spanned<&str>, folder: &SitePath) -> Option<File> {
        let Some(path) = self.path(name.value, folder) else {
            self.faults
                .push(crate::parse::leads_out(&name.clone().map(str::to_string)));
            return None;
        };
        if self.names.is_hidden(&path) {
            self.faults.push(
                Diagnostic::error(
                    &code::HIDDEN_TARGET,
                    name.span,
                    format!("`{}` is not published yet", name.value),
                )
                .help("it is a draft or under embargo; take the link out until it is published"),
            );
            return None;
        }
        if let Some(page) = self.names.pages.get(&path) {
            return Some(File::Page(*page));
        }
        let dataset = self.names.dataset_files.get(&path).copied();
        // The page of a dataset offers the file it was read from, columns left out aside.
        let read = || self.names.data_files.get(&path).copied().flatten();
        if let Some(dataset) = dataset.or_else(read) {
            return Some(File::Dataset(dataset));
        }
        self.not_a_page(&path, name, folder)
    }

    /// A file that is published as it is, or the fault of leading to none.
    fn not_a_page(
        &mut self,
        path: &SitePath,
        name: &Spanned<&str>,
        folder: &SitePath,
    ) -> Option<File> {
        let source = path.is_page() || matches!(path.extension().as_str(), "yaml" | "yml");
        if self.names.tree.files.contains_key(path)
            && let Some(refusal) = active::refusal(path, self.names.tree, name.span)
        {
            self.faults.push(refusal);
            return None;
        }
        if !source && let Some(file) = self.uses.attach(path, name.span, self.names) {
            return Some(File::Other(file));
        }
        // What could not be read has been reported.
        if self.names.tree.unread.contains(path) {
            return None;
        }
        if self.names.tree.files.contains_key(path) {
            let is_content = path.is_page() || path.parent().name() == "data";
            if !is_content {
                let fault = format!("`{}` has no page of its own", name.value);
                self.faults.push(
                    Diagnostic::error(&code::BROKEN_LINK, name.span, fault)
                        .help("link to the page that shows it, such as `index.md` of the session"),
                );
            }
            return None;
        }
        let code = if source || path.extension().is_empty() {
            &code::BROKEN_LINK
        } else {
            &code::MISSING_FILE
        };
        self.uses.unknown.push(Unknown {
            fault: self.faults.len(),
            path: path.clone(),
            folder: folder.clone(),
        });
        let what = format!("there is no file `{}`", name.value);
        let help =
            "check the name, small and capital letters too, and that the file is in the site";
        let fault = Diagnostic::error(code, name.span, what);
        self.faults.push(fault.help(help));
        None
    }

    /// A file of the site to be published as it is.
    pub(super) fn attachment(
        &mut self,
        name: &Spanned<String>,
        folder: &SitePath,
    ) -> Option<AttachmentId> {
        match self.file(&name.as_ref().map(String::as_str), folder)? {
            File::Other(file) => Some(file),
            File::Page(_) | File::Dataset(_) => {
                self.faults.push(
                    Diagnostic::error(
                        &code::WRONG_TYPE,
                        name.span,
                        format!("`{}` is not a file to be published as it is", name.value),
                    )
                    .help(
                        "a document of the session is named with `document:`; a dataset has a \
                         page with its files, to which the text can link",
                    ),
                );
                None
            }
        }
    }

    /// An image: a file of a kind that browsers show.
    pub(super) fn picture(
        &mut self,
        name: &Spanned<String>,
        folder: &SitePath,
    ) -> Option<AttachmentId> {
        if self.leads_out(name, folder) {
            return None;
        }
        let last = name.value.rsplit('/').next().unwrap_or("");
        let extension = last.rsplit_once('.').map_or("", |(_, extension)| extension);
        if !matches!(
            extension.to_lowercase().as_str(),
            "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "svg"
        ) {
            self.faults.push(
                Diagnostic::error(
                    &code::WRONG_TYPE,
                    name.span,
                    format!("`{}` is not an image", name.value),
                )
                .help("images are PNG, JPEG, GIF, WebP, AVIF or SVG files of the site"),
            );
            return None;
        }
        let file = self.attachment(name, folder)?;
        let path = self.path(&name.value, folder)?;
        match self.names.tree.files.get(&path) {
            Some(data) => match picture::refusal(&path, data, name.span) {
                Some(fault) => self.faults.push(fault),
                None => return Some(file),
            },
            None => return Some(file),
        }
        None
    }

    /// Whether a name leads to what is not published yet.
    fn is_hidden(&self, name: &Spanned<String>, folder: &SitePath) -> bool {
        let path = self.path(&name.value, folder);
        path.is_some_and(|path| self.names.is_hidden(&path))
    }

    /// Whether a name leads out of the site; reported here.
    fn leads_out(&mut self, name: &Spanned<String>, folder: &SitePath) -> bool {
        let out = folder.named(&name.value).is_none();
        if out {
            self.faults.push(crate::parse::leads_out(name));
        }
        out
    }

    /// A page or file of the site, or an address outside; none, without a word, for what is not
    /// published yet.
    pub(super) fn resource(&mut self, name: &Spanned<String>, folder: &SitePath) -> Option<Link> {
        if self.is_hidden(name, folder) {
            return None;
        }
        match self.link(name.clone(), folder, None) {
            Target::Outside(url) => Some(Link::Outside(url)),
            Target::Page(page, _) => Some(Link::Page(page)),
            Target::Attachment(file, _) => Some(Link::File(file)),
            Target::Dataset(..) | Target::Here(_) | Target::Nowhere => None,
        }
    }

    /// A page named by its file.
    pub(super) fn page(&mut self, name: &Spanned<String>, folder: &SitePath) -> Option<PageId> {
        // What is not published yet is left out of lists without a word.
        if self.is_hidden(name, folder) {
            return None;
        }
        match self.file(&name.as_ref().map(String::as_str), folder)? {
            File::Page(page) => Some(page),
            File::Dataset(_) | File::Other(_) => {
                self.faults.push(
                    Diagnostic::error(
                        &code::WRONG_TYPE,
                        name.span,
                        format!("`{}` is not a document", name.value),
                    )
                    .help("name a Markdown file; other files are attached with `file:`"),
                );
                None
            }
        }
    }

    fn image(&mut self, raw: RawImage, folder: &SitePath) -> Image {
        let name = &raw.file;
        let file = match place_of(&name.value) {
            _ if name.value.starts_with("figure:") => {
                self.faults.push(
                    Diagnostic::error(
                        &code::FIGURE_ALONE,
                        name.span,
                        "a figure cannot stand inside a line",
                    )
                    .help("put it in a paragraph by itself, with an empty line before and after"),
                );
                None
            }
            Outside::No => self.picture(name, folder),
            Outside::Yes | Outside::Forbidden(_) => {
                self.faults.push(
                    Diagnostic::error(
                        &code::FORBIDDEN_ADDRESS,
                        name.span,
                        "an image from elsewhere would be requested from there",
                    )
                    .help("save the image in the site's folder and name that file"),
                );
                None
            }
        };
        Image {
            file,
            alt: raw.alt,
            title: raw.title,
        }
    }

    fn claim(&mut self, raw: RawClaim, folder: &SitePath) -> Bound {
        Bound {
            span: raw.words.span,
            words: raw.words.value,
            before: raw.before,
            after: raw.after,
            formula: self.formula(&raw.address, folder),
        }
    }
}

impl Names<'_> {
    /// Says of names that no file has which file was probably meant: of the first of a flood, because all
    /// names are looked through.
    pub(super) fn help(&self, unknown: &[Unknown], faults: &mut [Diagnostic]) {
        for it in unknown.iter().take(MOST_ALIKE) {
            if let Some(help) = self.near(&it.path, &it.folder) {
                let fault = &mut faults[it.fault];
                *fault = fault.clone().help(help);
            }
        }
    }

    /// The file that was probably meant: one of the same name elsewhere, or a near miss.
    fn near(&self, path: &SitePath, folder: &SitePath) -> Option<String> {
        let files = || self.tree.files.keys();
        let lower = path.as_str().to_lowercase();
        let alike = self.folded_files().get(&folded(path.as_str()));
        if alike.is_some_and(|alike| alike.iter().any(|file| *file != lower)) {
            let help = "a file looks as if it had this name, and has its accents written in another \
                        way, as some systems do: type the name of the file anew";
            return Some(help.to_string());
        }
        // Every folder may have an `index.md`: its name alone says nothing.
        let same = files().find(|file| file.name() == path.name() && file.name() != "index.md");
        let in_folder = |folder: &str, name: &str| SitePath::new(folder).join(name);
        let beside = || {
            let names = files().filter(|file| file.parent() == path.parent());
            let near = nearest(path.name(), names.map(SitePath::name))?;
            in_folder(path.parent().as_str(), near)
        };
        let elsewhere = || {
            let named = files().filter(|file| file.name() == path.name());
            let folders: Vec<SitePath> = named.map(SitePath::parent).collect();
            let near = nearest(path.parent().as_str(), folders.iter().map(SitePath::as_str))?;
            in_folder(near, path.name())
        };
        let meant = same.cloned().or_else(beside).or_else(elsewhere)?;
        // Written from a file of the folder itself.
        let here = folder.join("index.md")?;
        Some(format!("did you mean `{}`?", meant.relative_to(&here)))
    }
}

/// Whether an address lies outside the site.
enum Outside {
    Yes,
    No,
    Forbidden(&'static str),
}

fn place_of(address: &str) -> Outside {
    if address.is_empty() {
        return Outside::Forbidden("it is empty");
    }
    if address.starts_with("//") {
        return Outside::Forbidden("it leaves out `https:`");
    }
    let Some((scheme, _)) = address.split_once(':') else {
        return Outside::No;
    };
    if matches!(scheme, "https" | "http") {
        return on_the_web(address);
    }
    // Browsers pass over control characters and spaces in front of and inside a scheme.
    let scheme: String = scheme
        .chars()
        .filter(|letter| !letter.is_control() && !letter.is_whitespace())
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    if !scheme
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    {
        return Outside::No;
    }
    match scheme.as_str() {
        "http" | "https" => on_the_web(address),
        "mailto" | "tel" => Outside::Yes,
        _ => Outside::Forbidden("addresses of this kind are not used"),
    }
}

fn on_the_web(address: &str) -> Outside {
    match crate::parse::web_address(address) {
        Ok(()) => Outside::Yes,
        Err(why) => Outside::Forbidden(why),
    }
}

/// Whether an address is that of something in the site.
pub(super) fn stays(address: &str) -> bool {
    matches!(place_of(address), Outside::No)
}
