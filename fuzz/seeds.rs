//! Writes the seeds of every target to `fuzz/corpus/TARGET/`, and its words to `fuzz/corpus/TARGET.dict`.

use std::fs;
use std::path::Path;

use briefpack_fuzz::TARGETS;

fn main() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for target in TARGETS {
        let folder = corpus.join(target.name);
        fs::create_dir_all(&folder).expect("the folder can be made");
        let seeds = (target.seeds)();
        for (at, seed) in seeds.iter().enumerate() {
            fs::write(folder.join(format!("seed-{at:04}")), seed).expect("the seed can be written");
        }
        let words = target
            .words
            .iter()
            .map(|word| format!("\"{}\"\n", escaped(word)));
        let dictionary = corpus.join(format!("{}.dict", target.name));
        fs::write(dictionary, words.collect::<String>()).expect("the words can be written");
        println!(
            "{}: {} seeds, at most {} bytes long",
            target.name,
            seeds.len(),
            target.longest
        );
    }
}

fn escaped(word: &str) -> String {
    let bytes = word.bytes();
    bytes
        .map(|byte| match byte {
            b' '..=b'~' if !matches!(byte, b'"' | b'\\') => char::from(byte).to_string(),
            byte => format!("\\x{byte:02X}"),
        })
        .collect()
}
