//! Views of pages written in Markdown.

use crate::bytes;
use crate::html::Writer;
use crate::model::{Inline, Kind, Name, Page, PageId, Site, Words};
use crate::view::chrome::date;
use crate::view::lists::card;
use crate::view::{ArticleParts, ArticleView, ChangeView, ContentsView, HomeView, LinkView};

/// From how many words on a page has a table of contents, when it has headings enough.
const LONG_PAGE_WORDS: usize = 500;
/// From how many headings of the second level on.
const LONG_PAGE_HEADINGS: usize = 3;

/// What all pages written in Markdown share; what they say is left to [`Words`](super::written::Words).
pub(crate) fn parts(site: &Site, page: &Page, writer: &Writer<'_>) -> ArticleParts {
    let meta = &page.meta;
    let (previous, next) = neighbours(site, page);
    let link = |id: PageId| LinkView {
        title: site.page(id).meta.title.value.plain(),
        href: writer.href(&site.page(id).route),
    };
    ArticleParts {
        summary_html: meta.summary.as_ref().map(|summary| writer.text(summary)),
        date: meta.date.map(date),
        authors: meta
            .authors
            .iter()
            .map(|author| name(site, author, writer))
            .collect(),
        topics: meta
            .topics
            .iter()
            .map(|id| {
                let topic = site.topic(*id);
                LinkView {
                    title: topic.title.clone(),
                    href: writer.href(&topic.route),
                }
            })
            .collect(),
        body_html: String::new(),
        footnotes_html: String::new(),
        changes: meta
            .changes
            .iter()
            .map(|change| ChangeView {
                date: date(change.date),
                note_html: writer.text(&change.note),
            })
            .collect(),
        previous: previous.map(link),
        next: next.map(link),
    }
}

fn name(site: &Site, name: &Name, writer: &Writer<'_>) -> LinkView {
    match name {
        Name::Person(id) => {
            let person = site.person(*id);
            LinkView {
                title: person.name.clone(),
                href: writer.href(&person.route),
            }
        }
        Name::Plain(name) => LinkView {
            title: name.clone(),
            href: String::new(),
        },
    }
}

/// The pages before and after one, in the order of its kind: sessions by their order, news and
/// publications from old to new, documents within their folder, those of a session as its pack has them.
fn neighbours(site: &Site, page: &Page) -> (Option<PageId>, Option<PageId>) {
    let around = |list: &[PageId]| {
        let Some(at) = list.iter().position(|id| *id == page.id) else {
            return (None, None);
        };
        (
            at.checked_sub(1).map(|at| list[at]),
            list.get(at + 1).copied(),
        )
    };
    match &page.kind {
        Kind::Session(_) => around(&site.sessions),
        Kind::News | Kind::Publication | Kind::Report => {
            let list = match page.kind {
                Kind::News => &site.news,
                Kind::Publication => &site.publications,
                _ => &site.reports,
            };
            // The lists run from new to old.
            let (newer, older) = around(list);
            (older, newer)
        }
        Kind::Document { of } => match &site.page(*of).kind {
            Kind::Session(session) => around(&session.documents),
            _ => around(site.places.documents(*of)),
        },
        Kind::Home | Kind::Plain => (None, None),
    }
}

/// The headings of a long page, nested to the third level.
pub(crate) fn contents(page: &Page, writer: &Writer<'_>) -> Vec<ContentsView> {
    let headings = &page.body.headings;
    let seconds = headings.iter().filter(|heading| heading.level == 2).count();
    if seconds < LONG_PAGE_HEADINGS || !is_long(page) {
        return Vec::new();
    }
    let mut contents: Vec<ContentsView> = Vec::new();
    for heading in headings {
        let entry = ContentsView {
            title_html: writer.heading(&page.body, &heading.content),
            anchor: heading.anchor.clone(),
            children: Vec::new(),
        };
        match (heading.level, contents.last_mut()) {
            (2, _) | (3, None) => contents.push(entry),
            (3, Some(last)) => last.children.push(entry),
            _ => {}
        }
    }
    contents
}

/// Whether a page has about as many words as make it long.
fn is_long(page: &Page) -> bool {
    use crate::model::Block;
    /// What is left of the words that are wanted after those of some blocks.
    fn left(blocks: &[Block], words: &Words, mut wanted: usize) -> usize {
        for block in blocks {
            let taken = match block {
                Block::Paragraph(content) => word_count(content, words),
                Block::List(list) => {
                    let items = list.items.iter();
                    wanted = items.fold(wanted, |wanted, item| left(&item.blocks, words, wanted));
                    0
                }
                Block::Quote(inner) | Block::Alert(_, inner) => {
                    wanted = left(inner, words, wanted);
                    0
                }
                Block::Table(table) => table.rows.len() * table.head.len(),
                Block::Figure(_) | Block::FigureAgain(_) => 100,
                _ => 0,
            };
            wanted = wanted.saturating_sub(taken);
            if wanted == 0 {
                break;
            }
        }
        wanted
    }
    left(&page.body.blocks, &page.body.words, LONG_PAGE_WORDS) == 0
}

/// How many words a paragraph has.
fn word_count(content: &[Inline], words: &Words) -> usize {
    /// Adds the words that begin in a part; `within` says whether one goes on from the part before.
    fn add(content: &[Inline], words: &Words, within: &mut bool, count: &mut usize) {
        for inline in content {
            match inline {
                Inline::Text(text) | Inline::Code(text) => {
                    let letters = words.of(*text).as_bytes();
                    let (Some(first), Some(last)) = (letters.first(), letters.last()) else {
                        continue;
                    };
                    *count += bytes::count_pairs(letters, |before, next| {
                        space(before) & (1 - space(next))
                    });
                    *count += usize::from(space(*first) == 0 && !*within);
                    *within = space(*last) == 0;
                }
                Inline::Emphasis(inner)
                | Inline::Strong(inner)
                | Inline::Strike(inner)
                | Inline::Link(_, inner)
                | Inline::Claim(_, inner)
                | Inline::Element(_, inner) => add(inner, words, within, count),
                Inline::Break => *within = false,
                Inline::Image(_) | Inline::Note(..) => {}
            }
        }
    }
    /// 1 of white space.
    fn space(byte: u8) -> u8 {
        u8::from(byte == b' ') | u8::from(byte.wrapping_sub(b'\t') < 5)
    }
    let (mut within, mut count) = (false, 0);
    add(content, words, &mut within, &mut count);
    count
}

/// The first page.
pub(crate) fn home(site: &Site, page: &Page, writer: &Writer<'_>) -> HomeView {
    let cards = |ids: &[PageId]| ids.iter().map(|id| card(site, *id, writer)).collect();
    let mut publications: Vec<PageId> = site
        .reports
        .iter()
        .chain(&site.publications)
        .copied()
        .collect();
    publications.sort_by_key(|id| std::cmp::Reverse(site.page(*id).meta.date));
    publications.truncate(4);
    let planned = |id: &&PageId| {
        let page = site.page(**id);
        matches!(&page.kind, Kind::Session(session) if session.state == Some(crate::model::State::Planned))
            && page.meta.date.is_some()
    };
    let planned = site.sessions.iter().filter(planned);
    // A site that has been closed has nothing to come.
    let upcoming = planned
        .filter(|_| !site.is_closed())
        .min_by_key(|id| site.page(**id).meta.date);
    HomeView {
        article: parts(site, page, writer),
        upcoming: upcoming.map(|id| card(site, *id, writer)),
        sessions: cards(&site.sessions),
        publications: cards(&publications),
        news: cards(&site.news[..site.news.len().min(4)]),
    }
}

/// Any other page.
pub(crate) fn article(site: &Site, page: &Page, writer: &Writer<'_>) -> ArticleView {
    let part_of = match page.kind {
        Kind::Document { of } => Some(LinkView {
            title: site.page(of).meta.title.value.plain(),
            href: writer.href(&site.page(of).route),
        }),
        _ => None,
    };
    let documents = match page.kind {
        Kind::Publication | Kind::Report => site.places.documents(page.id),
        _ => &[],
    };
    let kind = match page.kind {
        Kind::Document { of } if matches!(site.page(of).kind, Kind::Report) => "chapter",
        Kind::Document { .. } => "document",
        Kind::Publication => "publication",
        Kind::Report => "report",
        Kind::News => "news",
        _ => "page",
    };
    ArticleView {
        article: parts(site, page, writer),
        kind: kind.into(),
        part_of,
        documents: documents.iter().map(|id| card(site, *id, writer)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_across_the_parts_of_a_paragraph() {
        let mut words = Words::default();
        let mut text = |it: &str| Inline::Text(words.push(it));
        let content = [
            text(" Two wo"),
            Inline::Strong(Box::new([text("rds, and")])),
            Inline::Break,
            text("three\nmore "),
            Inline::Code(words.push("x y")),
        ];
        let plain = crate::model::plain(&content, &words);
        assert_eq!(
            word_count(&content, &words),
            plain.split_ascii_whitespace().count()
        );
        assert_eq!(word_count(&content, &words), 7);
    }
}
