//! The order of a trip. Of a few places it is the best there is. Of more the solver proposes one; it and the obvious
//! ones are straightened by exchanging legs, and the shortest is taken, so that no trip is longer than it was asked
//! for.

use super::roads::Distances;
use super::{exact, solver};

/// Kilometres that are not worth another order.
const HAIR: f64 = 1e-9;
/// Most neighbouring stops that are moved together.
const LONGEST_MOVED: usize = 3;

/// A short order of all places, which starts at place 0; the same for the same places.
pub(super) fn shortest(distances: &Distances, returns: bool) -> Vec<usize> {
    if distances.places() <= exact::MOST_PLACES {
        return exact::shortest(distances, returns);
    }
    let asked: Vec<usize> = (0..distances.places()).collect();
    let mut orders = vec![asked, nearest_next(distances)];
    orders.extend(solver::proposed(distances, returns));
    let straight = orders.into_iter().map(|order| Straightened { distances, returns, order }.finish());
    let length = |order: &Vec<usize>| distances.length(order, returns);
    straight.min_by(|left, right| length(left).total_cmp(&length(right))).unwrap_or_else(Vec::new)
}

/// From every place to the nearest one that is left.
fn nearest_next(distances: &Distances) -> Vec<usize> {
    let mut order = vec![0];
    let mut left: Vec<usize> = (1..distances.places()).collect();
    let mut here = 0;
    while let Some((place, _)) = left
        .iter()
        .enumerate()
        .min_by(|one, other| distances.km(here, *one.1).total_cmp(&distances.km(here, *other.1)))
    {
        here = left.remove(place);
        order.push(here);
    }
    order
}

/// An order that is made shorter as long as exchanging legs does it.
struct Straightened<'a> {
    distances: &'a Distances,
    returns: bool,
    order: Vec<usize>,
}

impl Straightened<'_> {
    fn finish(mut self) -> Vec<usize> {
        while self.turn_round() || self.move_some() {}
        self.order
    }

    /// Kilometres between two places of the order; nothing leads on from the end of a trip that does not return.
    fn leg(&self, from: usize, to: Option<usize>) -> f64 {
        to.map_or(0.0, |to| self.distances.km(from, to))
    }

    fn at(&self, place: usize) -> Option<usize> {
        self.order.get(place).copied().or(self.returns.then_some(0))
    }

    /// Drives a part of the trip the other way round (2-opt).
    fn turn_round(&mut self) -> bool {
        let mut is_better = false;
        for from in 1..self.order.len() {
            for to in from + 1..self.order.len() {
                let (before, after) = (self.order[from - 1], self.at(to + 1));
                let now = self.leg(before, Some(self.order[from])) + self.leg(self.order[to], after);
                let then = self.leg(before, Some(self.order[to])) + self.leg(self.order[from], after);
                if then + HAIR < now {
                    self.order[from..=to].reverse();
                    is_better = true;
                }
            }
        }
        is_better
    }

    /// Visits up to three neighbouring stops at another time, or the other way round (or-opt).
    fn move_some(&mut self) -> bool {
        let mut is_better = false;
        for count in 1..=LONGEST_MOVED {
            for from in 1..self.order.len() {
                if let Some((behind, is_turned)) = self.better_place(from, count) {
                    let mut moved: Vec<usize> = self.order.drain(from..from + count).collect();
                    if is_turned {
                        moved.reverse();
                    }
                    let place = if behind < from { behind + 1 } else { behind + 1 - count };
                    self.order.splice(place..place, moved);
                    is_better = true;
                }
            }
        }
        is_better
    }

    /// Behind which place of the order these stops should come, and whether the other way round.
    fn better_place(&self, from: usize, count: usize) -> Option<(usize, bool)> {
        let until = from + count;
        let (first, last) = (*self.order.get(from)?, *self.order.get(until - 1)?);
        let (before, after) = (self.order[from - 1], self.at(until));
        let saved = self.leg(before, Some(first)) + self.leg(last, after) - self.leg(before, after);
        let elsewhere = (0..self.order.len()).filter(|place| *place + 1 < from || *place >= until);
        let costs = elsewhere.flat_map(|behind| {
            let (here, next) = (self.order[behind], self.at(behind + 1));
            let without = self.leg(here, next);
            let along = self.leg(here, Some(first)) + self.leg(last, next) - without;
            let turned = self.leg(here, Some(last)) + self.leg(first, next) - without;
            [(along, (behind, false)), (turned, (behind, true))]
        });
        let (cost, place) = costs.min_by(|left, right| left.0.total_cmp(&right.0))?;
        (cost + HAIR < saved).then_some(place)
    }
}

#[cfg(test)]
mod tests;
