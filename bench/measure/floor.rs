//! The least that a generator has to do: read the inputs, parse the Markdown once, write the output.
//!
//! `cargo bench --bench floor -- SITE OUTPUT TARGET` takes the bytes of OUTPUT, a built site, into
//! memory; then, by the clock, reads every file of SITE's `content/`, runs the Markdown among them
//! through pulldown-cmark and writes the same bytes to the same files under TARGET, with as many
//! threads as briefpack has. It prints the seconds by the clock and of all processors, and the bytes
//! and files that it wrote.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement prints, writes files and stops at the first surprise"
)]
#![allow(missing_docs, reason = "a program, not a library")]

use std::collections::BTreeSet;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use mimalloc::MiMalloc;
use pulldown_cmark::{Options, Parser};
use rayon::prelude::*;
use rustix::time::{ClockId, clock_gettime};
use walkdir::WalkDir;

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() {
    // `cargo bench` adds `--bench`.
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&String> = words.iter().filter(|word| *word != "--bench").collect();
    let [site, output, target] = words.as_slice() else {
        panic!("usage: cargo bench --bench floor -- SITE OUTPUT TARGET");
    };
    let output = Path::new(output);
    let held: Vec<(PathBuf, Vec<u8>)> = files(output)
        .into_iter()
        .map(|path| {
            let bytes = fs::read(&path).unwrap();
            (path.strip_prefix(output).unwrap().to_path_buf(), bytes)
        })
        .collect();
    let (wall, cpu) = (Instant::now(), processors());
    let events: usize = files(&Path::new(site).join("content"))
        .par_iter()
        .map(|path| parsed(path))
        .sum();
    black_box(events);
    write(&held, Path::new(target));
    let (wall, cpu) = (wall.elapsed(), processors() - cpu);
    let bytes: usize = held.iter().map(|(_, bytes)| bytes.len()).sum();
    let (wall, cpu) = (wall.as_secs_f64(), cpu.as_secs_f64());
    println!("{wall:.6} {cpu:.6} {bytes} {}", held.len());
}

/// The time that all threads of this program have had.
fn processors() -> Duration {
    clock_gettime(ClockId::ProcessCPUTime).try_into().unwrap()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files.map(|entry| entry.into_path()).collect()
}

/// Reads a file, and parses it if it is Markdown; gives how many events there were.
fn parsed(path: &Path) -> usize {
    let bytes = fs::read(path).unwrap();
    if path.extension().is_none_or(|it| it != "md") {
        return bytes.len();
    }
    let text = str::from_utf8(&bytes).unwrap();
    Parser::new_ext(text, Options::all()).count()
}

fn write(held: &[(PathBuf, Vec<u8>)], target: &Path) {
    let folders: BTreeSet<&Path> = held.iter().filter_map(|(path, _)| path.parent()).collect();
    for folder in folders {
        fs::create_dir_all(target.join(folder)).unwrap();
    }
    held.par_iter()
        .for_each(|(path, bytes)| fs::write(target.join(path), bytes).unwrap());
}
