//! Near misses: the known name that an unknown one was probably meant to be.

/// The known name nearest to `word`, when it is near enough to have been meant: at most a third
/// of its letters added, dropped, exchanged or swapped (Damerau–Levenshtein distance, optimal
/// string alignment), case aside.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().collect();
    if word.len() > LONGEST {
        return None;
    }
    let mut letters = Vec::new();
    let mut rows = Rows::default();
    let mut nearest: Option<(usize, &str)> = None;
    for candidate in known {
        if candidate.is_empty() || candidate.len() > LONGEST {
            continue;
        }
        letters.clear();
        letters.extend(candidate.chars().flat_map(char::to_lowercase));
        let length = letters.len().max(word.len());
        let best = nearest.map_or(usize::MAX, |(distance, _)| distance - 1);
        let most = (length / 3).max(1).min(length - 1).min(best);
        if let Some(distance) = rows.distance(&word, &letters, most) {
            nearest = Some((distance, candidate));
            if distance == 0 {
                break;
            }
        }
    }
    nearest.map(|(_, candidate)| candidate)
}

/// From how many bytes on a text is no name that somebody mistyped: two of a million letters would
/// be compared for hours.
const LONGEST: usize = 200;

/// Help for an unknown name: the near miss where there is one, else what is known.
pub fn suggest<'a>(word: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Option<String> {
    if let Some(near) = nearest(word, known.clone()) {
        return Some(format!("did you mean `{near}`?"));
    }
    let named = known.into_iter().filter(|name| !name.trim().is_empty());
    let names: Vec<String> = named.map(quoted).collect();
    match names.len() {
        0 => None,
        1..=24 => Some(format!("known here: {}", names.join(", "))),
        more => Some(format!(
            "known here: {} and {} more",
            names[..20].join(", "),
            more - 20
        )),
    }
}

/// A name in backticks, as much of it as tells it.
fn quoted(name: &str) -> String {
    match name.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("`{}…`", &name[..at]),
        None => format!("`{name}`"),
    }
}

/// The rows of the table that distances are worked out in, which many names share.
#[derive(Default)]
struct Rows {
    before: Vec<usize>,
    last: Vec<usize>,
    row: Vec<usize>,
}

impl Rows {
    /// The distance between two names; none where it is more than `most`.
    fn distance(&mut self, left: &[char], right: &[char], most: usize) -> Option<usize> {
        if left.len().abs_diff(right.len()) > most {
            return None;
        }
        let Rows { before, last, row } = self;
        last.clear();
        last.extend(0..=right.len());
        let mut least_before = 0;
        for (i, letter) in left.iter().enumerate() {
            row.clear();
            row.push(i + 1);
            for (j, other) in right.iter().enumerate() {
                let mut cost = (last[j] + usize::from(letter != other))
                    .min(last[j + 1] + 1)
                    .min(row[j] + 1);
                if i > 0 && j > 0 && *letter == right[j - 1] && left[i - 1] == *other {
                    cost = cost.min(before[j - 1] + 1);
                }
                row.push(cost);
            }
            // No way to the end costs less than the cheapest of two rows that follow each other.
            let least = row.iter().copied().min().unwrap_or(0);
            if least.min(least_before) > most {
                return None;
            }
            least_before = least;
            std::mem::swap(before, last);
            std::mem::swap(last, row);
        }
        Some(last[right.len()]).filter(|distance| *distance <= most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swapped_or_dropped_letter_is_a_near_miss() {
        let known = ["title", "summary", "speakers"];
        assert_eq!(nearest("tilte", known), Some("title"));
        assert_eq!(nearest("sumary", known), Some("summary"));
        assert_eq!(nearest("venue", known), None);
        // Of equally near ones the first, of others the nearest.
        assert_eq!(nearest("titel", ["titles", "title", "titl"]), Some("title"));
        assert_eq!(nearest("ab", ["ac", "ad"]), Some("ac"));
        assert_eq!(nearest("STRASSE", ["strasse", "x"]), Some("strasse"));
        assert_eq!(nearest("", ["", "x"]), None);
    }

    #[test]
    fn a_bound_on_the_distance_changes_nothing_below_it() {
        let names = [
            "", "a", "ab", "ba", "abc", "acb", "bca", "abcd", "abdc", "dcba", "aabbccdd",
        ];
        let chars = |name: &str| name.chars().collect::<Vec<_>>();
        for left in names.map(chars) {
            for right in names.map(chars) {
                let whole = Rows::default().distance(&left, &right, 100);
                let whole = whole.expect("no name has a hundred letters");
                for most in 0..9 {
                    let bounded = Rows::default().distance(&left, &right, most);
                    assert_eq!(
                        bounded,
                        Some(whole).filter(|it| *it <= most),
                        "{left:?} {right:?}"
                    );
                }
            }
        }
    }
}
