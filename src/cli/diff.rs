//! Two texts, line by line: what goes and what comes.

/// The lines that differ, each after `- ` or `+ `, with the number of the first of each run.
pub(super) fn diff(path: &str, old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let start = (old.iter().zip(&new)).take_while(|(a, b)| a == b).count();
    let (left, right) = (&old[start..], &new[start..]);
    let end = (left.iter().rev().zip(right.iter().rev()))
        .take_while(|(a, b)| a == b)
        .count();
    let (left, right) = (&left[..left.len() - end], &right[..right.len() - end]);
    let common = common(left, right);
    let (mut at, mut to) = (0, 0);
    let mut out = String::new();
    for (next, next_to) in common.into_iter().chain([(left.len(), right.len())]) {
        if next > at || next_to > to {
            out.push_str(&format!("{path}:{}\n", start + at + 1));
        }
        for line in &left[at..next] {
            out.push_str(&format!("- {line}\n"));
        }
        for line in &right[to..next_to] {
            out.push_str(&format!("+ {line}\n"));
        }
        (at, to) = (next + 1, next_to + 1);
    }
    out
}

/// The places of the longest lines that both have in the same order.
fn common(left: &[&str], right: &[&str]) -> Vec<(usize, usize)> {
    let width = right.len() + 1;
    let mut longest = vec![0_u32; (left.len() + 1) * width];
    for a in (0..left.len()).rev() {
        for b in (0..right.len()).rev() {
            longest[a * width + b] = match left[a] == right[b] {
                true => longest[(a + 1) * width + b + 1] + 1,
                false => longest[(a + 1) * width + b].max(longest[a * width + b + 1]),
            };
        }
    }
    let (mut a, mut b) = (0, 0);
    let mut places = Vec::new();
    while a < left.len() && b < right.len() {
        if left[a] == right[b] {
            places.push((a, b));
            (a, b) = (a + 1, b + 1);
        } else if longest[(a + 1) * width + b] >= longest[a * width + b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::diff;

    #[test]
    fn only_lines_that_differ_are_shown() {
        assert_eq!(
            diff("f", "a\nb\nc\nd\n", "a\nB\nc\nd\ne\n"),
            "f:2\n- b\n+ B\nf:5\n+ e\n"
        );
        assert_eq!(diff("f", "a\n", "a\n"), "");
        assert_eq!(diff("f", "", "a\n"), "f:1\n+ a\n");
        assert_eq!(diff("f", "a\nb\n", "b\n"), "f:1\n- a\n");
    }
}
