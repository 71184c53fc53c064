//! Names of files that not every system can unpack.

use std::collections::{BTreeMap, BTreeSet};

use crate::slug::folded;

/// The most characters of a path: Windows takes 260, with the folders that it is unpacked into.
const LONGEST: usize = 200;

/// Names that Windows keeps for devices, with any extension.
const DEVICES: &[&str] = &[
    "aux", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con",
    "conin$", "conout$", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8",
    "lpt9", "nul", "prn",
];

/// What of these paths cannot be unpacked on every system, each with the reason, in the order of paths.
pub fn odd<'a>(paths: impl IntoIterator<Item = &'a str>) -> Vec<(String, String)> {
    let paths: BTreeSet<&str> = paths.into_iter().collect();
    // Every file and folder, by how a system sees it that knows no case.
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut odd = BTreeMap::new();
    for path in paths {
        let ends = path.match_indices('/').map(|(at, _)| at);
        for end in ends.chain([path.len()]) {
            let part = &path[..end];
            let other = *seen.entry(folded(part)).or_insert(part);
            let name = part.rsplit('/').next().unwrap_or(part);
            let why = match other == part {
                true => reason(name),
                false => Some(format!(
                    "Windows or macOS does not tell it from `{}`",
                    other.escape_debug()
                )),
            };
            if let Some(why) = why {
                odd.entry(part).or_insert(why);
            }
        }
        let length = path.encode_utf16().count();
        if length > LONGEST {
            odd.entry(path).or_insert(format!(
                "its path has {length} characters, and Windows has room for {LONGEST} beside the \
                 folders around it"
            ));
        }
    }
    let odd = odd.into_iter();
    odd.map(|(path, why)| (path.to_string(), why)).collect()
}

/// What is wrong with the name of a file or folder, if anything.
fn reason(name: &str) -> Option<String> {
    let refused = |letter: &char| {
        letter.is_control() || matches!(letter, '<' | '>' | ':' | '"' | '\\' | '|' | '?' | '*')
    };
    if let Some(letter) = name.chars().find(refused) {
        let letter = letter.escape_debug();
        return Some(format!(
            "Windows and memory sticks take no `{letter}` in a name"
        ));
    }
    if name.ends_with(['.', ' ']) {
        return Some("Windows drops dots and spaces at the end of a name".to_string());
    }
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    let stem = stem.to_lowercase().replace(['¹', '²', '³'], "1");
    DEVICES
        .contains(&stem.as_str())
        .then(|| "Windows keeps that name for a device".to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(paths: &[&str]) -> Vec<String> {
        let odd = odd(paths.iter().copied());
        odd.into_iter()
            .map(|(path, why)| format!("{path}: {why}"))
            .collect()
    }

    #[test]
    fn names_that_every_system_takes_are_passed_over() {
        let long = "a".repeat(190);
        for name in [
            "a b/Dŵr 📁.pdf",
            "100% sure (1) & more.txt",
            ".hidden",
            "a..b",
            "auxiliary.md",
            "com10",
            "console.txt",
            &long,
        ] {
            assert_eq!(words(&[name]), [""; 0], "{name}");
        }
        assert_eq!(words(&["a/b", "a/c", "a/b"]), [""; 0]);
    }

    #[test]
    fn names_that_windows_refuses_are_told() {
        for name in [
            "a:b",
            "a?",
            "a*",
            "a\"b",
            "a<b",
            "a>b",
            "a|b",
            "a\\b",
            "a\nb",
            "a.",
            "a ",
            "aux",
            "AUX.md",
            "con.tar.gz",
            "Com1.txt",
            "lpt³",
            "nul .txt",
        ] {
            assert_eq!(odd([name]).len(), 1, "{name}");
            let inside = format!("folder/{name}/file.txt");
            let found = odd([inside.as_str()]);
            assert_eq!(found.len(), 1, "{name}");
            assert_eq!(found[0].0, format!("folder/{name}"));
        }
        let long = format!("{}/{}.txt", "a".repeat(100), "📁".repeat(50));
        assert!(words(&[&long])[0].contains("its path has 205 characters"));
    }

    #[test]
    fn names_that_differ_by_case_or_by_how_marks_are_written_are_told() {
        assert_eq!(
            words(&["files/Paper.txt", "files/paper.txt"]),
            ["files/paper.txt: Windows or macOS does not tell it from `files/Paper.txt`"]
        );
        assert_eq!(
            words(&["Files/a", "files/b", "files/c"]),
            ["files: Windows or macOS does not tell it from `Files`"]
        );
        // One letter, and a letter with a mark of its own.
        assert_eq!(odd(["d\u{175}r", "dw\u{302}r"]).len(), 1);
    }
}
