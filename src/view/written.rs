//! Pages written in Markdown, in two parts: what a page says, and what stands around it.
//!
//! The two are apart because they change for different reasons. [`Words`] come from the body of one
//! file. A [`Frame`] comes from everything else: front matter, the pages before and after, the lists of
//! a session. A page whose words alone were edited is made again in the frame it had.

use serde::{Deserialize, Serialize};

use crate::html::Writer;
use crate::model::{Block, Kind, Page, Site};
use crate::view::{
    ArticleParts, ArticleView, ContentsView, HeadView, HomeView, SessionView, article, chrome,
    session,
};

/// What stands around the words of a page.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Frame {
    /// What all pages share; the contents are left to [`Words`].
    pub(crate) head: HeadView,
    /// What pages of a kind share, without words.
    pub(crate) content: Content,
}

/// What a template of a kind of page is given.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Content {
    Home(HomeView),
    Session(SessionView),
    Article(ArticleView),
}

/// What the body of a page gives to its template.
#[derive(Debug)]
pub(crate) struct Words {
    body_html: String,
    footnotes_html: String,
    contents: Vec<ContentsView>,
    opens_with_text: bool,
}

impl Frame {
    /// The frame of a page. `script` says whether the theme has a script for figures.
    pub(crate) fn of(site: &Site, page: &Page, writer: &Writer<'_>, script: bool) -> Frame {
        Frame {
            head: chrome::page_head(site, page, writer, script),
            content: match &page.kind {
                Kind::Home => Content::Home(article::home(site, page, writer)),
                Kind::Session(it) => Content::Session(session::session(site, page, it, writer)),
                _ => Content::Article(article::article(site, page, writer)),
            },
        }
    }

    /// Puts the words in.
    pub(crate) fn say(&mut self, words: Words) {
        self.head.contents = words.contents;
        if let Content::Session(session) = &mut self.content {
            session.opens_with_text = words.opens_with_text;
        }
        let article = self.article();
        article.body_html = words.body_html;
        article.footnotes_html = words.footnotes_html;
    }

    fn article(&mut self) -> &mut ArticleParts {
        match &mut self.content {
            Content::Home(view) => &mut view.article,
            Content::Session(view) => &mut view.article,
            Content::Article(view) => &mut view.article,
        }
    }
}

impl Words {
    /// The words of a page.
    pub(crate) fn of(page: &Page, writer: &Writer<'_>) -> Words {
        let (body_html, footnotes_html) = writer.prose(&page.body);
        Words {
            body_html,
            footnotes_html,
            contents: article::contents(page, writer),
            opens_with_text: !matches!(page.body.blocks.first(), None | Some(Block::Heading(_))),
        }
    }
}
