//! Near misses: the known name that an unknown one was probably meant to be.

/// The known name nearest to `word`, when it is near enough to have been meant: at most a third
/// of its letters added, dropped, exchanged or swapped (Damerau–Levenshtein distance, optimal
/// string alignment), case aside.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().collect();
    let short = |name: &str| name.len() <= LONGEST;
    let known = known.into_iter().filter(|name| short(name));
    if word.len() > LONGEST {
        return None;
    }
    known
        .map(|candidate| {
            let letters: Vec<char> = candidate.to_lowercase().chars().collect();
            (
                distance(&word, &letters),
                letters.len().max(word.len()),
                candidate,
            )
        })
        .filter(|(distance, length, _)| *distance <= (length / 3).max(1) && distance < length)
        .min_by_key(|(distance, _, _)| *distance)
        .map(|(_, _, candidate)| candidate)
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

fn distance(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (i, letter) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, other) in right.iter().enumerate() {
            let mut cost = (last[j] + usize::from(letter != other))
                .min(last[j + 1] + 1)
                .min(row[j] + 1);
            if i > 0 && j > 0 && *letter == right[j - 1] && left[i - 1] == *other {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[right.len()]
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
    }
}
