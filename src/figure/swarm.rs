//! Points on a line, moved aside just so far that none covers another.

/// Where points lie that stand at positions along a line.
pub(crate) struct Swarm {
    /// Half the height of a point in px.
    pub radius: f64,
    /// How far each point lies beside the line, in the order of the positions.
    pub aside: Vec<f64>,
}

/// The radii to choose from in px, the largest that leaves the swarm low enough.
const RADII: [f64; 5] = [3.5, 3.0, 2.5, 2.0, 1.5];
/// The height a swarm should keep to in px.
const HIGH: f64 = 110.0;

impl Swarm {
    /// Moves points aside. The same positions give the same swarm: nothing is left to chance.
    pub(crate) fn lay_out(positions: &[f64]) -> Swarm {
        let mut order: Vec<usize> = (0..positions.len()).collect();
        order.sort_by(|left, right| positions[*left].total_cmp(&positions[*right]));
        let [larger @ .., smallest] = RADII;
        let low = larger.into_iter().find_map(|radius| {
            let aside = moved(positions, &order, radius, HIGH)?;
            Some(Swarm { radius, aside })
        });
        low.unwrap_or_else(|| Swarm {
            radius: smallest,
            aside: moved(positions, &order, smallest, f64::INFINITY)
                .expect("nothing is higher than infinity"),
        })
    }

    /// The height of the whole in px.
    pub(crate) fn height(&self) -> f64 {
        let most = self.aside.iter().map(|aside| aside.abs());
        height(most.fold(0.0, f64::max), self.radius)
    }
}

/// The height of a swarm of which no point lies further aside.
fn height(aside: f64, radius: f64) -> f64 {
    (aside + radius) * 2.0
}

/// The distance of each point from the line: the least at which it touches no point before it. None
/// where the whole would be higher than `high`.
fn moved(positions: &[f64], order: &[usize], radius: f64, high: f64) -> Option<Vec<f64>> {
    let apart = radius * 2.0 + 0.3;
    let mut aside = vec![0.0; positions.len()];
    // Points that reach as far as the next one, and where they lie.
    let mut near: Vec<(f64, f64)> = Vec::new();
    for (nth, place) in order.iter().enumerate() {
        let x = positions[*place];
        near.retain(|(at, _)| x - at < apart);
        let free = |wanted: f64| {
            near.iter().all(|(at, level)| {
                let (across, along) = (level - wanted, at - x);
                across * across + along * along >= apart * apart - 1e-6
            })
        };
        let touching = near.iter().flat_map(|(at, level)| {
            let along = at - x;
            let reach = (apart * apart - along * along).max(0.0).sqrt();
            [level - reach, level + reach]
        });
        // Of two that are equally far, one point goes up and the next one down.
        let sign = if nth % 2 == 0 { 1.0 } else { -1.0 };
        let mut best: Option<f64> = free(0.0).then_some(0.0);
        if best.is_none() {
            for wanted in touching {
                let nearer = |known: f64| {
                    let difference = wanted.abs() - known.abs();
                    difference < -1e-6 || (difference.abs() <= 1e-6 && wanted * sign > known * sign)
                };
                // Whether it is free takes a look at every point that is near, and comes last.
                if best.is_none_or(nearer) && free(wanted) {
                    best = Some(wanted);
                }
            }
        }
        let moved = best.unwrap_or(0.0);
        if height(moved.abs(), radius) > high {
            return None;
        }
        aside[*place] = moved;
        near.push((x, moved));
    }
    Some(aside)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_point_covers_another(positions in prop::collection::vec(0.0f64..300.0, 0..120)) {
            let swarm = Swarm::lay_out(&positions);
            for one in 0..positions.len() {
                for two in 0..one {
                    let along = positions[one] - positions[two];
                    let across = swarm.aside[one] - swarm.aside[two];
                    let apart = (along * along + across * across).sqrt();
                    prop_assert!(apart >= swarm.radius * 2.0, "{apart}");
                }
            }
        }
    }

    #[test]
    fn points_that_do_not_meet_stay_on_the_line() {
        assert_eq!(Swarm::lay_out(&[30.0, 0.0, 60.0]).aside, [0.0, 0.0, 0.0]);
        let pair = Swarm::lay_out(&[10.0, 10.0, 10.0]);
        assert!(pair.aside[0] == 0.0 && pair.aside[1] * pair.aside[2] < 0.0);
    }
}
