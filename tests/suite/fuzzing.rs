//! A short pass over every fuzzing target: seeds as they are, then seeds that are damaged. The damage
//! comes from numbers that are the same in every run, so that what fails once fails again.
//!
//! `fuzz/` holds the same targets for libFuzzer, which goes on for as long as one lets it.

#[expect(unreachable_pub, reason = "the package in `fuzz/` uses them too")]
#[path = "../../fuzz/targets/mod.rs"]
mod targets;

use std::panic::catch_unwind;

use self::targets::{TARGETS, Target};

/// How many damaged seeds each target is given.
const DAMAGED: usize = 200;
/// How much of the seeds is tried as it is.
const WHOLE: usize = 120;

macro_rules! passes {
    ($($name:ident)*) => { $(
        #[test]
        fn $name() {
            pass(stringify!($name));
        }
    )* };
}

passes! { markdown records bibtex dataset csv workbook geography claim template theme verify }

#[test]
fn every_target_makes_its_pass_and_is_a_program() {
    let passes = [
        "markdown",
        "records",
        "bibtex",
        "dataset",
        "csv",
        "workbook",
        "geography",
        "claim",
        "template",
        "theme",
        "verify",
    ];
    let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    assert_eq!(names, passes);
    for name in names {
        let program = crate::support::repository().join(format!("fuzz/fuzz_targets/{name}.rs"));
        assert!(program.is_file(), "{} is missing", program.display());
    }
}

#[test]
fn the_site_around_what_is_tried_is_sound() {
    let (pages, found) = targets::site::build(targets::site::base());
    assert!(
        found
            .iter()
            .all(|fault| fault.code == &briefpack::diag::code::UNUSED_FILE),
        "{found:?}"
    );
    assert!(pages.pages() > 8);
}

#[test]
fn a_page_that_an_author_could_break_is_told() {
    let broken = [
        "<p>a < b</p>",
        "<p onclick=\"x()\">a</p>",
        "<p><b>a</p>",
        "<p>a",
        "<a href=\"javascript:x()\">a</a>",
        "<a href=\"DATA:text/html,a\">a</a>",
        "<p title=a>b</p>",
        "<p title=\"a<b\">b</p>",
        "<script>x()</script>",
        "<script src=\"https://a.example/assets/x.js\"></script>",
        "<iframe></iframe>",
        "<style><b></style>",
        "<!-- a",
    ];
    for page in broken {
        let told = catch_unwind(|| targets::page::check("a.html", page));
        assert!(told.is_err(), "{page} passes");
    }
    targets::page::check(
        "a.html",
        "<!doctype html>\n<p title=\"a\">b &lt; <br><a href=\"../a.html#b:c\">c</a></p><svg><path d=\"M0\"/></svg>",
    );
}

fn pass(name: &str) {
    let target = TARGETS.iter().find(|target| target.name == name).unwrap();
    let seeds = (target.seeds)();
    assert!(seeds.len() >= 8, "{name} has {} seeds", seeds.len());
    let step = seeds.len().div_ceil(WHOLE);
    for seed in seeds.iter().step_by(step) {
        tried(target, seed);
    }
    let short: Vec<&Vec<u8>> = seeds
        .iter()
        .filter(|seed| seed.len() <= target.longest)
        .collect();
    let mut chance = Chance(name.bytes().fold(1, |sum, byte| sum * 31 + u64::from(byte)));
    for _ in 0..DAMAGED {
        let mut input = chance.one(&short).to_vec();
        for _ in 0..=chance.below(3) {
            damage(&mut input, &mut chance, &short, target.words);
        }
        input.truncate(target.longest);
        tried(target, &input);
    }
}

/// Tries an input, and says which it was where that fails.
fn tried(target: &Target, input: &[u8]) {
    if catch_unwind(|| (target.run)(input)).is_err() {
        panic!(
            "the target `{}` fails with this input; put it into `fuzz/found/`:\n{}",
            target.name,
            input.escape_ascii()
        );
    }
}

/// Does one thing to an input.
fn damage(input: &mut Vec<u8>, chance: &mut Chance, seeds: &[&Vec<u8>], words: &[&str]) {
    let at = chance.below(input.len() + 1);
    let to = at + chance.below((input.len() - at).min(64) + 1);
    match chance.below(8) {
        0 if at < input.len() => input[at] ^= 1 << chance.below(8),
        1 if at < input.len() => input[at] = *chance.one(b"\0\n\t \"'{}[]()<>:,-*&0129eE.\xff\x80"),
        2 => drop(input.drain(at..to)),
        3 => {
            let part = input[at..to].repeat(1 + chance.below(20));
            drop(input.splice(at..at, part));
        }
        4 => {
            let other = chance.one(seeds);
            let from = chance.below(other.len() + 1);
            drop(input.splice(at..to, other[from..].iter().copied()));
        }
        5 => input.truncate(at),
        _ => {
            let word = chance.one(words).as_bytes();
            drop(input.splice(at..at, word.iter().copied()));
        }
    }
}

/// Numbers by xorshift: the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}
