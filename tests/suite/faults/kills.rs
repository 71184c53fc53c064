//! Builds that are killed at any moment of their life.

use super::{Phases, Random, Versions, beside, start};
use crate::support::{assert_same, files};

const KILLS: usize = 200;
/// What a kill may find: nothing written yet, a new site that is being written, the old one that is
/// being removed, nothing left to do.
const PHASES: [&str; 4] = ["before", "writing", "removing", "after"];

#[test]
fn two_hundred_kills_at_random_moments_leave_the_old_or_the_new_site() {
    let versions = Versions::new();
    let site = &versions.site;
    let mut random = Random::new();
    let mut whole = versions.time_of_a_build();
    let mut phases = Phases::default();
    let mut stands = 0;
    // More only where some phase was not met with, as when the machine is busy with other things.
    for round in 0.. {
        if round >= KILLS && (phases.has(&PHASES) || round >= 3 * KILLS) {
            break;
        }
        let next = 1 - stands;
        versions.turn_to(next);
        let moment = whole.mul_f64(1.1 * random.share());
        let mut child = start(site);
        std::thread::sleep(moment);
        child.kill().unwrap();
        child.wait().unwrap();
        let case = format!("kill {round}, after {moment:?} of {whole:?}");
        let left = site.output();
        let is_new = left == versions.clean[next];
        if !is_new {
            assert_same(&versions.clean[stands], &left, &case);
        }
        phases.add(match (is_new, beside(site.root()).is_empty()) {
            (false, true) => "before",
            (false, false) => "writing",
            (true, false) => "removing",
            (true, true) => "after",
        });
        // The next build, measured: how busy the machine is changes.
        let took = versions.time_of_a_build();
        whole = (whole * 3 + took) / 4;
        assert_same(&versions.clean[next], &site.output(), &case);
        assert_eq!(beside(site.root()), [""; 0], "{case}");
        stands = next;
    }
    println!("{:?}", phases.0);
    assert!(
        phases.has(&PHASES),
        "not every phase was hit: {:?}",
        phases.0
    );
    assert!(files(&site.root().join("public")).contains_key("index.html"));
}
