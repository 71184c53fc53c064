//! Writes the tables of files that the program carries inside it: the default theme and the
//! site that `briefpack init` makes. The files themselves stay in one place, in the repository.

#![expect(
    clippy::disallowed_methods,
    reason = "the build script reads the repository and writes its table"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("set by cargo"));
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("set by cargo"));
    let mut code = String::new();
    table(&mut code, "DEFAULT_THEME", &root.join("themes/default"));
    table(&mut code, "INIT_SITE", &root.join("init"));
    std::fs::write(out.join("embedded.rs"), code).expect("the build folder can be written");
}

/// One table: the path of each file under `folder`, and its bytes.
fn table(code: &mut String, name: &str, folder: &Path) {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    walk(folder, folder, &mut files);
    files.sort();
    writeln!(code, "pub(crate) static {name}: &[(&str, &[u8])] = &[").expect("a string");
    for (path, file) in files {
        println!("cargo::rerun-if-changed={}", file.display());
        writeln!(code, "    ({path:?}, include_bytes!({file:?})),").expect("a string");
    }
    code.push_str("];\n");
}

fn walk(base: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if path.is_dir() {
            walk(base, &path, files);
        } else if !hidden {
            let relative = path.strip_prefix(base).expect("a file of the folder");
            files.push((relative.to_string_lossy().replace('\\', "/"), path.clone()));
        }
    }
}
