//! Whether browsers show what pages name as an image.

use crate::diag::{Diagnostic, code};
use crate::discover::{DataFile, Picture};
use crate::source::{SitePath, Span};

/// Why a file that is named as an image would not be seen, whatever its name says. Images of the kinds
/// that browsers have long known may bear each other's names: all go by the content. An SVG, which is
/// text, has been looked through where it was taken up.
pub(super) fn refusal(path: &SitePath, data: &DataFile, named: Span) -> Option<Diagnostic> {
    let extension = path.extension();
    if extension == "svg" {
        return None;
    }
    let again = "export or fetch it again, and open it in a browser to see that it is whole";
    let as_it_is = "name it with `.avif`, or export it as JPEG or PNG";
    let (what, help) = match data.picture {
        Picture::Avif if extension == "avif" => return None,
        Picture::Avif => ("is an AVIF image with another name".to_string(), as_it_is),
        Picture::Shown if extension != "avif" => return None,
        Picture::Shown => (
            "is an image of another kind, and no AVIF".to_string(),
            "name it by what it is, such as `.jpg` or `.png`",
        ),
        Picture::Heic => (
            "is a HEIC photograph, which most browsers do not show".to_string(),
            "export it as JPEG, in the telephone's photo app or in Preview on a Mac; another name does not \
             change it",
        ),
        Picture::Damaged(kind) => (format!("begins as {kind} and is damaged"), again),
        Picture::Empty => ("is empty".to_string(), again),
        Picture::Other(kind) => (
            format!("is {kind}, which browsers do not show as an image"),
            "export it as PNG or JPEG; another name does not change it",
        ),
        Picture::Unknown if data.begins_as_markup => (
            "is a page or another text, and no image".to_string(),
            "save the image itself, and not the page that shows it; an SVG has a name that ends with \
             `.svg`",
        ),
        Picture::Unknown => ("is no image that browsers show".to_string(), again),
    };
    let message = format!("`{path}` {what}");
    Some(Diagnostic::error(&code::BROKEN_IMAGE, named, message).help(help))
}
