//! Builds a site over and over, and says what each stage takes.
//!
//! `cargo bench --bench stages -- SITE [ROUNDS]` prints for each stage the median of the rounds in
//! milliseconds, by the clock and of all processors together, and writes into a folder of its own
//! beside the site, which it takes away again. The program itself writes while it emits, and leaves
//! what it has in memory to the system.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement prints, writes files and stops at the first surprise"
)]
#![allow(missing_docs, reason = "a program, not a library")]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use briefpack::emit::Drawings;
use briefpack::output::Gathered;
use briefpack::resolve::Drafts;
use briefpack::{
    AsOf, Options, check, discover, emit, figure, parse, resolve, shape, theme, write,
};
use mimalloc::MiMalloc;
use rustix::time::{ClockId, clock_gettime};

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() {
    // `cargo bench` adds `--bench`.
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&String> = words.iter().filter(|word| *word != "--bench").collect();
    let [root, rest @ ..] = words.as_slice() else {
        panic!("usage: cargo bench --bench stages -- SITE [ROUNDS]");
    };
    let rounds = rest.first().map_or(5, |rounds| rounds.parse().unwrap());
    let root = Path::new(root);
    let target = root.join(".stages");
    let mut clocks: Vec<Clock> = Vec::new();
    // The first round is not counted.
    for _ in 0..=rounds {
        clocks.push(build(root, &target));
    }
    fs::remove_dir_all(&target).unwrap();
    println!("{}", table(&clocks[1..]));
}

/// What one build took, stage by stage.
#[derive(Default)]
struct Clock {
    laps: Vec<(&'static str, Duration, Duration)>,
}

impl Clock {
    fn lap<T>(&mut self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        let (wall, cpu) = (Instant::now(), processors());
        let done = work();
        self.laps.push((stage, wall.elapsed(), processors() - cpu));
        done
    }
}

/// The time that all threads of this program have had.
fn processors() -> Duration {
    clock_gettime(ClockId::ProcessCPUTime).try_into().unwrap()
}

fn build(root: &Path, target: &Path) -> Clock {
    let day = "2026-01-01".parse().unwrap();
    let options = Options {
        drafts: Drafts::Exclude,
        as_of: Some(AsOf::Day(day)),
        now: "2026-01-01T00:00:00Z".parse().unwrap(),
        base_url: None,
    };
    let mut clock = Clock::default();
    let mut found = Vec::new();
    let mut tree = clock.lap("discover", || {
        discover::discover(root).unwrap().collect(&mut found)
    });
    let parsed = clock.lap("parse", || parse::parse(&mut tree).collect(&mut found));
    let parsed = clock.lap("shape", || shape::shape(parsed, &tree).collect(&mut found));
    let theme = clock.lap("theme", || {
        theme::load(&mut tree, parsed.theme()).collect(&mut found)
    });
    let request = parsed.request(&options);
    let site = clock.lap("resolve", || {
        let hidden = resolve::hidden(&parsed, &tree, &found, &request);
        resolve::resolve(parsed, &tree, &request, &hidden).collect(&mut found)
    });
    clock.lap("check", || found.extend(check::check(&site)));
    let drawings = clock.lap("figure", || figure::draw_all(&site).collect(&mut found));
    let gathered = Gathered::default();
    clock.lap("emit", || {
        let theme = theme.unwrap();
        emit::emit(&site, Drawings::Drawn(&drawings), &theme, &gathered).collect(&mut found);
    });
    let output = gathered.whole();
    clock.lap("write", || write::write(&output, target).unwrap());
    clock.lap("drop", || drop((tree, site, drawings, output)));
    clock
}

fn table(clocks: &[Clock]) -> String {
    let median = |mut times: Vec<Duration>| {
        times.sort_unstable();
        times[times.len() / 2].as_secs_f64() * 1000.0
    };
    let mut text = String::from("| stage | wall ms | CPU ms |\n|---|---|---|\n");
    let (mut walls, mut cpus) = (0.0, 0.0);
    for (at, (stage, ..)) in clocks[0].laps.iter().enumerate() {
        let wall = median(clocks.iter().map(|clock| clock.laps[at].1).collect());
        let cpu = median(clocks.iter().map(|clock| clock.laps[at].2).collect());
        walls += wall;
        cpus += cpu;
        text.push_str(&format!("| {stage} | {wall:.1} | {cpu:.1} |\n"));
    }
    text.push_str(&format!("| all | {walls:.1} | {cpus:.1} |"));
    text
}
