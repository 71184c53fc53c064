//! Labels along a line: as near as they can be to where they belong, and none on another.

/// Where the middles of boxes go that would like to be at `wanted`, with `gap` px between two,
/// inside `from` and `to`. Boxes keep the order of what they name, at `ends` (for equal ends that
/// of the list). Empty where they do not all fit.
pub(crate) fn spread(
    ends: &[f64],
    wanted: &[f64],
    sizes: &[f64],
    gap: f64,
    (from, to): (f64, f64),
) -> Vec<f64> {
    let total: f64 = sizes.iter().sum::<f64>() + gap * sizes.len().saturating_sub(1) as f64;
    if total > to - from + 0.01 {
        return Vec::new();
    }
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|left, right| ends[*left].total_cmp(&ends[*right]));
    let mut places = vec![0.0; wanted.len()];
    // Groups of touching boxes, each moved to where its members on average want to be.
    let mut groups: Vec<Group> = Vec::new();
    for box_ in order {
        let size = sizes[box_];
        let mut group = Group {
            members: vec![box_],
            length: size,
            wish: wanted[box_] - size / 2.0,
        };
        group.wish = group.start(from, to);
        while let Some(last) = groups.pop() {
            if last.start(from, to) + last.length + gap <= group.start(from, to) + 1e-9 {
                groups.push(last);
                break;
            }
            group = last.join(group, gap);
        }
        groups.push(group);
    }
    for group in &groups {
        let mut at = group.start(from, to);
        for member in &group.members {
            places[*member] = at + sizes[*member] / 2.0;
            at += sizes[*member] + gap;
        }
    }
    places
}

struct Group {
    members: Vec<usize>,
    length: f64,
    /// Where the first box would like to start, on the average of the members' wishes.
    wish: f64,
}

impl Group {
    fn start(&self, from: f64, to: f64) -> f64 {
        self.wish.min(to - self.length).max(from)
    }

    fn join(mut self, other: Group, gap: f64) -> Group {
        let offset = self.length + gap;
        let (mine, theirs) = (self.members.len() as f64, other.members.len() as f64);
        self.wish = (self.wish * mine + (other.wish - offset) * theirs) / (mine + theirs);
        self.length = offset + other.length;
        self.members.extend(other.members);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(wanted: &[f64], sizes: &[f64], gap: f64) -> Vec<f64> {
        spread(wanted, wanted, sizes, gap, (0.0, 100.0))
    }

    #[test]
    fn labels_that_do_not_meet_stay() {
        assert_eq!(places(&[10.0, 50.0], &[10.0, 10.0], 2.0), [10.0, 50.0]);
    }

    #[test]
    fn labels_that_meet_give_way_to_both_sides() {
        assert_eq!(places(&[50.0, 50.0], &[10.0, 10.0], 2.0), [44.0, 56.0]);
    }

    #[test]
    fn labels_stay_inside_and_apart() {
        let mut places = places(&[99.0, 98.0, 1.0, 97.0, 97.5], &[16.0; 5], 2.0);
        places.sort_by(f64::total_cmp);
        assert!(places[0] >= 8.0 && places[4] <= 92.0, "{places:?}");
        let apart = |pair: &[f64]| pair[1] - pair[0] >= 18.0 - 1e-6;
        assert!(places.windows(2).all(apart), "{places:?}");
    }

    #[test]
    fn a_tall_label_keeps_its_place_in_the_order_of_the_lines() {
        let ends = [40.0, 45.0];
        let places = spread(&ends, &[50.0, 45.0], &[30.0, 10.0], 0.0, (0.0, 100.0));
        assert!(places[0] < places[1], "{places:?}");
    }

    #[test]
    fn labels_for_which_there_is_no_room_get_no_place() {
        assert!(places(&[1.0, 2.0], &[60.0, 60.0], 0.0).is_empty());
    }
}
