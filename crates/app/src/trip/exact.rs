//! The shortest order there is, for a few places: found by keeping the best way to have visited each set of places
//! and to stand at each of them (Held and Karp).

use super::roads::Distances;

/// From this many places on it takes too long.
pub(super) const MOST_PLACES: usize = 10;

/// The best known way to have visited a set of places and to stand at one of them.
#[derive(Debug, Clone, Copy)]
struct Way {
    km: f64,
    /// Where one stood before.
    before: usize,
}

/// The shortest order of all places, which starts at place 0. There are at most [`MOST_PLACES`].
pub(super) fn shortest(distances: &Distances, returns: bool) -> Vec<usize> {
    let others = distances.places().saturating_sub(1);
    let all = (1_usize << others) - 1;
    // A set is a number with one bit for every place but the first.
    let mut ways = vec![vec![Way { km: f64::INFINITY, before: 0 }; others]; all + 1];
    for at in 0..others {
        ways[1 << at][at].km = distances.km(0, at + 1);
    }
    for visited in 1..=all {
        for at in (0..others).filter(|at| visited >> at & 1 == 1) {
            let here = ways[visited][at].km;
            for next in (0..others).filter(|next| visited >> next & 1 == 0) {
                let km = here + distances.km(at + 1, next + 1);
                let way = &mut ways[visited | 1 << next][next];
                if km < way.km {
                    *way = Way { km, before: at };
                }
            }
        }
    }
    let back = |at: usize| if returns { distances.km(at + 1, 0) } else { 0.0 };
    let length = |at: &usize| ways[all][*at].km + back(*at);
    let end = (0..others).min_by(|left, right| length(left).total_cmp(&length(right)));
    let mut order = Vec::with_capacity(others + 1);
    let (mut visited, mut at) = (all, end.unwrap_or(0));
    while visited != 0 {
        order.push(at + 1);
        (visited, at) = (visited & !(1 << at), ways[visited][at].before);
    }
    order.push(0);
    order.reverse();
    order
}
