//! What is remembered, and what has to be made.

use std::collections::BTreeMap;

use super::record::{Folder, Input, Standing, Written, digest, sealed, unsealed};
use super::verdict::{Now, verdict};
use super::*;
use crate::Counts;

const CLOCK: i64 = 100_000_000_000;

fn stamp(changed: i64) -> Stamp {
    Stamp {
        size: 5,
        modified: changed,
        changed,
        inode: 7,
    }
}

fn asked() -> Asked {
    Asked {
        program: "0.1.0".into(),
        executable: stamp(1),
        site: "/site".into(),
        target: "/site/public".into(),
        drafts: false,
        base_url: None,
        day: None,
    }
}

fn input(path: &str, sure: bool) -> Input {
    Input {
        path: path.into(),
        stamp: stamp(10),
        sure,
        digest: Some(digest(b"words")),
    }
}

fn folder() -> Folder {
    Folder {
        path: "a".into(),
        folders: vec![],
        files: vec![("index.html".into(), Standing::from(stamp(20)))],
    }
}

/// A record of a page and of a table that it does not name.
fn record() -> Record {
    Record {
        asked: asked(),
        from: 0,
        until: 1_000,
        inputs: vec![
            input("content/a.md", true),
            input("content/data/t.csv", true),
        ],
        folders: vec![folder()],
        leads: vec![],
        pages: vec![Written {
            input: 0,
            route: "a.html".into(),
            face: digest(b"face"),
            needs: vec![],
            frame: Piece {
                start: 0,
                length: 0,
                digest: digest(b""),
            },
            remarked: false,
        }],
        shared: BTreeMap::new(),
        said: Said::default(),
        counts: Counts::default(),
        frames: "frames-1".into(),
        changes: vec![],
        made: Making::Whole,
    }
}

/// What is there when nothing has happened.
struct There {
    asked: Asked,
    instant: i64,
    files: Vec<(String, Stamp)>,
    output: Vec<Folder>,
    texts: BTreeMap<&'static str, &'static str>,
}

impl There {
    fn as_left() -> There {
        let inputs = record().inputs.into_iter();
        There {
            asked: asked(),
            instant: 500,
            files: inputs.map(|input| (input.path, input.stamp)).collect(),
            output: vec![folder()],
            texts: BTreeMap::new(),
        }
    }

    fn beside(&self, record: &mut Record) -> Verdict {
        verdict(
            record,
            &Now {
                asked: &self.asked,
                instant: Some(Timestamp::from_nanosecond(self.instant.into()).unwrap()),
                files: &self.files,
                output: Some(&self.output),
                clock: CLOCK,
                digest: &|path| {
                    let text = self.texts.get(path);
                    Some(digest(
                        text.expect("only what may differ is read").as_bytes(),
                    ))
                },
            },
        )
    }

    fn verdict(&self) -> Verdict {
        self.beside(&mut record())
    }
}

fn whole(change: Change) -> Verdict {
    Verdict::Whole(vec![change])
}

#[test]
fn nothing_is_read_again_that_is_as_it_was() {
    assert_eq!(
        There::as_left().verdict(),
        Verdict::Nothing { stale: false }
    );
}

#[test]
fn a_file_that_was_touched_is_read_and_may_be_as_it_was() {
    let mut there = There::as_left();
    there.files[0].1 = stamp(30);
    there.texts.insert("content/a.md", "words");
    let mut record = record();
    assert_eq!(there.beside(&mut record), Verdict::Nothing { stale: true });
    assert_eq!(
        record.inputs[0].stamp,
        stamp(30),
        "and is not read the next time"
    );
    assert!(record.inputs[0].sure);
}

#[test]
fn a_file_changed_within_a_tick_of_the_clock_is_read_every_time() {
    let mut record = record();
    record.inputs[0].sure = false;
    let mut there = There::as_left();
    there.texts.insert("content/a.md", "other");
    assert_eq!(there.beside(&mut record), Verdict::Pages(vec![0]));
    there.texts.insert("content/a.md", "words");
    there.files[0].1 = stamp(CLOCK);
    assert_eq!(there.beside(&mut record), Verdict::Nothing { stale: true });
    assert!(!record.inputs[0].sure, "it was changed just now");
}

#[test]
fn a_page_by_itself_is_looked_at_and_a_table_concerns_everything() {
    let mut there = There::as_left();
    there.files[0].1 = stamp(30);
    there.texts.insert("content/a.md", "other");
    assert_eq!(there.verdict(), Verdict::Pages(vec![0]));
    there.files[1].1 = stamp(30);
    there.texts.insert("content/data/t.csv", "other");
    assert_eq!(
        there.verdict(),
        Verdict::Whole(vec![
            Change::Edited("content/a.md".into()),
            Change::Edited("content/data/t.csv".into()),
        ])
    );
}

#[test]
fn a_page_about_which_something_was_said_is_not_made_by_itself() {
    let mut record = record();
    record.pages[0].remarked = true;
    let mut there = There::as_left();
    there.files[0].1 = stamp(30);
    there.texts.insert("content/a.md", "other");
    assert_eq!(
        there.beside(&mut record),
        whole(Change::Edited("content/a.md".into()))
    );
}

#[test]
fn files_that_come_and_go_concern_everything() {
    let mut there = There::as_left();
    there.files.remove(0);
    assert_eq!(there.verdict(), whole(Change::Gone("content/a.md".into())));
    let mut there = There::as_left();
    there.files.insert(1, ("content/b.md".into(), stamp(1)));
    assert_eq!(there.verdict(), whole(Change::New("content/b.md".into())));
}

#[test]
fn a_file_that_was_never_read_has_changed_when_its_stamp_has() {
    let mut record = record();
    record.inputs[1].digest = None;
    let mut there = There::as_left();
    there.files[1].1 = stamp(11);
    assert_eq!(
        there.beside(&mut record),
        whole(Change::Edited("content/data/t.csv".into()))
    );
}

#[test]
fn time_options_and_program_concern_everything() {
    for instant in [-1, 1_000] {
        let mut there = There::as_left();
        there.instant = instant;
        assert_eq!(there.verdict(), whole(Change::Time), "{instant}");
    }
    let mut there = There::as_left();
    there.asked.drafts = true;
    assert_eq!(there.verdict(), whole(Change::Options));
    there.asked.executable = stamp(2);
    assert_eq!(there.verdict(), whole(Change::Program));
}

#[test]
fn an_output_that_is_not_as_it_was_left_is_made_anew() {
    type Touch = fn(&mut Vec<Folder>);
    let touches: &[(Touch, &str)] = &[
        (|it| it[0].files[0].1.modified += 1, "a/index.html"),
        (|it| it[0].files[0].1.size += 1, "a/index.html"),
        (|it| it[0].files[0].1.inode += 1, "a/index.html"),
        (
            |it| it[0].files.push(("z.html".into(), stamp(1).into())),
            "a",
        ),
        (|it| it[0].folders.push("b".into()), "a"),
        (|it| it.clear(), ""),
    ];
    for (touch, said) in touches {
        let mut there = There::as_left();
        touch(&mut there.output);
        assert_eq!(
            there.verdict(),
            whole(Change::Output((*said).into())),
            "{said}"
        );
    }
}

#[test]
fn a_damaged_record_is_none() {
    let file = sealed(&record());
    let read = unsealed(&file).expect("a whole record");
    assert_eq!(read.inputs, record().inputs);
    for at in 0..file.len() {
        let mut damaged = file.clone();
        damaged[at] ^= 1;
        assert!(unsealed(&damaged).is_none(), "byte {at}");
        assert!(unsealed(&file[..at]).is_none(), "cut off at {at}");
    }
}
