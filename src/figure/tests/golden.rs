//! Drawings kept as files, to be looked at: `BLESS=1 cargo test` writes them anew.

use std::path::{Path, PathBuf};

use super::samples::samples;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/figure/golden")
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the test reads and, when asked, writes the files it compares with"
)]
fn charts_are_drawn_as_they_were_blessed() {
    let bless = std::env::var("BLESS").is_ok();
    let mut different = Vec::new();
    let mut expected: Vec<String> = Vec::new();
    for sample in samples() {
        let drawing = sample.drawing();
        let name = &sample.figure.name;
        let files = [
            (format!("{name}.wide.svg"), &drawing.wide),
            (format!("{name}.narrow.svg"), &drawing.narrow),
            (format!("{name}.file.svg"), &drawing.file),
            (format!("{name}.txt"), &drawing.description),
        ];
        // One file by itself shows what all of them add.
        let files = files
            .into_iter()
            .filter(|(file, _)| name == "bar-grouped" || !file.ends_with("file.svg"));
        for (file, drawn) in files {
            let path = folder().join(&file);
            let drawn = format!("{}\n", drawn.replace("><", ">\n<"));
            if bless {
                std::fs::create_dir_all(folder()).unwrap();
                std::fs::write(&path, &drawn).unwrap();
            } else if std::fs::read_to_string(&path).ok().as_ref() != Some(&drawn) {
                different.push(file.clone());
            }
            expected.push(file);
        }
    }
    assert!(different.is_empty(), "not as blessed: {different:?}");
    let kept = std::fs::read_dir(folder()).unwrap();
    for entry in kept {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(expected.contains(&name), "no sample draws {name}");
    }
}

#[test]
fn drawing_twice_gives_the_same_bytes() {
    for (one, two) in samples().iter().zip(samples().iter()) {
        assert_eq!(one.drawing().file, two.drawing().file);
    }
}
