//! Boundaries made small: rings on the drawing's own grid, without the points that nobody can see,
//! and so that neighbours still agree on the border between them.
//!
//! Every point is first moved to the grid of tenths of a px. Where the borders of more than two
//! areas meet is a junction; between two junctions a border is one line, whichever area it is read
//! from, and is simplified in one direction always (Visvalingam and Whyatt, 1993: the point whose
//! triangle with its neighbours is smallest goes first).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rayon::prelude::*;

/// A point in tenths of a px.
pub(crate) type Dot = (i32, i32);
/// A ring: its last point is joined to its first.
pub(crate) type Outline = Vec<Dot>;

/// Triangles of less than twice this many square tenths of a px cannot be seen.
const SMALLEST: i64 = 120;
/// Islands of less than this many square tenths of a px are left out of an area that has others.
const ISLAND: i64 = 150;
/// The smallest area that is drawn as it is; a smaller one becomes a mark of this size.
const VISIBLE: i64 = 200;

/// The outlines of areas, each from its rings in px. Every area that has a point has an outline.
pub(crate) fn outlines(areas: &[Vec<Vec<(f64, f64)>>]) -> Vec<Vec<Outline>> {
    let gridded: Vec<Vec<Outline>> = areas
        .par_iter()
        .map(|rings| rings.iter().map(|ring| grid(ring)).collect())
        .collect();
    let junctions = junctions(&gridded);
    gridded
        .par_iter()
        .map(|rings| {
            let simple = rings.iter().map(|ring| simplify(ring, &junctions));
            visible(simple.collect(), rings)
        })
        .collect()
}

/// A ring on the grid, points that fall together joined.
fn grid(ring: &[(f64, f64)]) -> Outline {
    let unit = |length: f64| (length * 10.0).round().clamp(-1e8, 1e8) as i32;
    let mut dots: Outline = ring.iter().map(|(x, y)| (unit(*x), unit(*y))).collect();
    dots.dedup();
    while dots.len() > 1 && dots.first() == dots.last() {
        dots.pop();
    }
    dots
}

/// A point as one number, which is compared at once.
fn packed((x, y): Dot) -> u64 {
    let [x, y] = [x, y].map(|at| u64::from(at.cast_unsigned()));
    x << 32 | y
}

/// Points that have other neighbours in one ring than in another, packed and in order.
fn junctions(areas: &[Vec<Outline>]) -> Vec<u64> {
    let points: usize = areas.iter().flatten().map(Vec::len).sum();
    let mut pairs: Vec<u128> = Vec::with_capacity(points * 2);
    for ring in areas.iter().flatten() {
        let Some(last) = ring.last() else { continue };
        let mut before = u128::from(packed(*last));
        for dot in ring {
            let dot = u128::from(packed(*dot));
            pairs.push(before << 64 | dot);
            pairs.push(dot << 64 | before);
            before = dot;
        }
    }
    pairs.par_sort_unstable();
    pairs.dedup();
    let point = |pair: &u128| (pair >> 64) as u64;
    let points = pairs.chunk_by(|one, two| point(one) == point(two));
    points
        .filter(|neighbours| neighbours.len() != 2)
        .map(|neighbours| point(&neighbours[0]))
        .collect()
}

/// A ring without what nobody can see, border by border.
fn simplify(ring: &Outline, junctions: &[u64]) -> Outline {
    if ring.len() < 4 {
        return ring.clone();
    }
    let is_junction = |dot: &Dot| junctions.binary_search(&packed(*dot)).is_ok();
    let start = ring.iter().position(is_junction).unwrap_or_else(|| {
        let least = (0..ring.len()).min_by_key(|at| ring[*at]);
        least.unwrap_or(0)
    });
    let turned = ring[start..].iter().chain(&ring[..=start]);
    let mut out = Outline::new();
    let mut border = Outline::new();
    for (at, dot) in turned.enumerate() {
        border.push(*dot);
        if at > 0 && (at == ring.len() || is_junction(dot)) {
            out.extend(one_way(&border).into_iter().skip(1));
            border = vec![*dot];
        }
    }
    out
}

/// Simplifies a border as it is simplified from its other side.
fn one_way(border: &[Dot]) -> Outline {
    let backwards = border.iter().rev().lt(border.iter());
    if backwards {
        let turned: Outline = border.iter().rev().copied().collect();
        let mut simple = visvalingam(&turned);
        simple.reverse();
        return simple;
    }
    visvalingam(border)
}

/// Twice the area of a triangle.
fn triangle(a: Dot, b: Dot, c: Dot) -> i64 {
    let side = |from: Dot, to: Dot| {
        (
            i64::from(to.0) - i64::from(from.0),
            i64::from(to.1) - i64::from(from.1),
        )
    };
    let ((x1, y1), (x2, y2)) = (side(a, b), side(a, c));
    (x1 * y2 - x2 * y1).abs()
}

/// Takes out, smallest triangle first, the points between the ends whose triangles cannot be seen.
fn visvalingam(line: &[Dot]) -> Outline {
    let last = line.len() - 1;
    let mut before: Vec<usize> = (0..=last).map(|at| at.saturating_sub(1)).collect();
    let mut after: Vec<usize> = (1..=last + 1).collect();
    let size = |before: &[usize], after: &[usize], at: usize| {
        triangle(line[before[at]], line[at], line[after[at]])
    };
    let mut sizes: Vec<i64> = vec![i64::MAX; line.len()];
    // What can be seen is never taken out, and need not wait for it.
    let waits = |size: i64, at: usize| {
        (size < SMALLEST).then_some(Reverse((size as u64) << 32 | at as u64))
    };
    let mut heap = Vec::with_capacity(line.len());
    for (at, slot) in sizes.iter_mut().enumerate().take(last).skip(1) {
        *slot = size(&before, &after, at);
        heap.extend(waits(*slot, at));
    }
    let mut heap = BinaryHeap::from(heap);
    let mut gone = vec![false; line.len()];
    while let Some(Reverse(least)) = heap.pop() {
        let (smallest, at) = ((least >> 32) as i64, (least & 0xffff_ffff) as usize);
        if gone[at] || sizes[at] != smallest {
            continue;
        }
        gone[at] = true;
        let (left, right) = (before[at], after[at]);
        after[left] = right;
        before[right] = left;
        for neighbour in [left, right] {
            if neighbour > 0 && neighbour < last {
                // A point never goes before one that was less to be seen.
                sizes[neighbour] = size(&before, &after, neighbour).max(smallest);
                heap.extend(waits(sizes[neighbour], neighbour));
            }
        }
    }
    let kept = line.iter().zip(gone).filter(|(_, gone)| !gone);
    kept.map(|(dot, _)| *dot).collect()
}

/// Twice the area of a ring, whichever way it runs.
pub(crate) fn doubled_area(ring: &[Dot]) -> i64 {
    let Some(first) = ring.first() else { return 0 };
    let edges = ring.windows(2).map(|edge| {
        let (x1, y1) = (
            i64::from(edge[0].0) - i64::from(first.0),
            i64::from(edge[0].1) - i64::from(first.1),
        );
        let (x2, y2) = (
            i64::from(edge[1].0) - i64::from(first.0),
            i64::from(edge[1].1) - i64::from(first.1),
        );
        x1 * y2 - x2 * y1
    });
    edges.sum::<i64>().abs()
}

/// The rings of an area that can be seen; where none can, a small square in its place.
fn visible(simple: Vec<Outline>, whole: &[Outline]) -> Vec<Outline> {
    let size = |ring: &Outline| doubled_area(ring) / 2;
    let largest = (0..simple.len()).max_by_key(|at| (size(&simple[*at]), Reverse(*at)));
    let Some(largest) = largest else {
        return Vec::new();
    };
    if size(&simple[largest]) < VISIBLE {
        return square_at(whole).into_iter().collect();
    }
    let shown = simple.into_iter().enumerate();
    shown
        .filter(|(at, ring)| *at == largest || (ring.len() > 2 && size(ring) >= ISLAND))
        .map(|(_, ring)| ring)
        .collect()
}

/// A square of the smallest size that is seen, in the middle of some rings.
fn square_at(rings: &[Outline]) -> Option<Outline> {
    let dots = || rings.iter().flatten();
    let middle = |of: fn(&Dot) -> i32| {
        let (low, high) = (dots().map(of).min()?, dots().map(of).max()?);
        Some(low + (high - low) / 2)
    };
    let (x, y) = (middle(|dot| dot.0)?, middle(|dot| dot.1)?);
    let half = ((VISIBLE as f64).sqrt() / 2.0).ceil() as i32;
    Some(vec![
        (x - half, y - half),
        (x + half, y - half),
        (x + half, y + half),
        (x - half, y + half),
    ])
}

/// Lines through outlines at a distance from each other, in tenths of a px: level, or rising to
/// the right.
pub(crate) fn hatching(rings: &[Outline], apart: i32, level: bool) -> Vec<(Dot, Dot)> {
    // On a line, `x + y` or `y` is a multiple of the distance.
    let height = |dot: &Dot| if level { dot.1 } else { dot.0 + dot.1 };
    let mut crossings: Vec<(i32, i32)> = Vec::new();
    for ring in rings {
        for (at, from) in ring.iter().enumerate() {
            let to = ring[(at + 1) % ring.len()];
            let (low, high) = (height(from).min(height(&to)), height(from).max(height(&to)));
            if low == high {
                continue;
            }
            // Half open, so that a corner on a line is counted once.
            let mut line = low.div_euclid(apart) * apart;
            while line < high {
                if line >= low {
                    let part =
                        f64::from(line - height(from)) / f64::from(height(&to) - height(from));
                    let x = f64::from(from.0) + part * f64::from(to.0 - from.0);
                    crossings.push((line, x.round() as i32));
                }
                line += apart;
            }
        }
    }
    crossings.sort_unstable();
    let dot = |(line, x): (i32, i32)| (x, if level { line } else { line - x });
    let lines = crossings.chunk_by(|one, two| one.0 == two.0);
    lines
        .flat_map(|crossings| crossings.chunks_exact(2))
        .map(|pair| (dot(pair[0]), dot(pair[1])))
        .filter(|(from, to)| from != to)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two squares side by side, the border between them full of points.
    fn neighbours() -> Vec<Vec<Vec<(f64, f64)>>> {
        let border: Vec<(f64, f64)> = (0..=100)
            .map(|at| (50.0 + f64::from(at % 2) * 0.2, f64::from(at)))
            .collect();
        let mut left = vec![(0.0, 0.0)];
        left.extend(&border);
        left.extend([(0.0, 100.0), (0.0, 0.0)]);
        let mut right = vec![(100.0, 100.0), (100.0, 0.0)];
        right.extend(&border);
        right.push((100.0, 100.0));
        vec![vec![left], vec![right]]
    }

    #[test]
    fn neighbours_agree_on_their_border() {
        let drawn = outlines(&neighbours());
        let border = |ring: &Outline| {
            let mut dots: Outline = ring
                .iter()
                .copied()
                .filter(|dot| (500..=502).contains(&dot.0))
                .collect();
            dots.sort_unstable();
            dots
        };
        assert_eq!(border(&drawn[0][0]), border(&drawn[1][0]));
        assert!(border(&drawn[0][0]).len() < 20, "{:?}", drawn[0]);
    }

    #[test]
    fn what_can_be_seen_stays_and_what_cannot_becomes_a_mark() {
        let square = |x: f64, size: f64| {
            vec![
                (x, 0.0),
                (x + size, 0.0),
                (x + size, size),
                (x, size),
                (x, 0.0),
            ]
        };
        let drawn = outlines(&[
            vec![square(0.0, 20.0), square(40.0, 0.3)],
            vec![square(60.0, 0.1)],
            vec![vec![(80.0, 5.0), (80.0, 5.0)]],
        ]);
        assert_eq!(
            drawn[0].len(),
            1,
            "an island that cannot be seen is left out"
        );
        assert_eq!(doubled_area(&drawn[1][0]), 512, "an area by itself is not");
        assert_eq!(drawn[2][0].len(), 4);
    }

    #[test]
    fn hatching_stays_inside_and_leaves_out_holes() {
        let square = |from: i32, to: i32| vec![(from, from), (to, from), (to, to), (from, to)];
        let lines = hatching(&[square(0, 100), square(40, 60)], 10, true);
        assert!(lines.contains(&((0, 50), (40, 50))) && lines.contains(&((60, 50), (100, 50))));
        assert!(lines.contains(&((0, 20), (100, 20))));
        assert_eq!(lines.len(), 12);
    }
}
