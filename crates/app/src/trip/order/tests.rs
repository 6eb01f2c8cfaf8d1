use super::*;
use proptest::prelude::*;

/// Places of a region about as large as Iowa, degrees north and east.
fn places(count: impl Into<prop::collection::SizeRange>) -> impl Strategy<Value = Vec<[f64; 2]>> {
    let place = (40.4..43.5, -96.6..-90.2).prop_map(|(north, east)| [north, east]);
    prop::collection::vec(place, count)
}

/// The shortest length there is, found by looking at every order.
fn shortest_of_all(distances: &Distances, returns: bool) -> f64 {
    fn longer(distances: &Distances, returns: bool, order: &mut Vec<usize>, best: &mut f64) {
        if order.len() == distances.places() {
            *best = best.min(distances.length(order, returns));
        }
        for place in 1..distances.places() {
            if !order.contains(&place) {
                order.push(place);
                if distances.length(order, false) < *best {
                    longer(distances, returns, order, best);
                }
                order.pop();
            }
        }
    }
    let mut best = f64::INFINITY;
    longer(distances, returns, &mut vec![0], &mut best);
    best
}

fn is_each_once(order: &[usize], places: usize) -> bool {
    let mut sorted = order.to_vec();
    sorted.sort_unstable();
    order.first() == Some(&0) && sorted == (0..places).collect::<Vec<_>>()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn up_to_nine_stops_and_a_start_are_in_the_best_order_there_is(places in places(1..=10), returns in any::<bool>()) {
        let distances = Distances::between(&places);
        let order = shortest(&distances, returns);
        prop_assert!(is_each_once(&order, places.len()), "{order:?}");
        let (found, best) = (distances.length(&order, returns), shortest_of_all(&distances, returns));
        prop_assert!(found <= best + 1e-6, "{found} km, though {best} km would do");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn many_stops_are_never_in_a_worse_order_than_asked_or_than_the_obvious_way(
        places in places(20..=60),
        returns in any::<bool>(),
    ) {
        let distances = Distances::between(&places);
        let order = shortest(&distances, returns);
        prop_assert!(is_each_once(&order, places.len()), "{order:?}");
        let asked: Vec<usize> = (0..places.len()).collect();
        let found = distances.length(&order, returns);
        prop_assert!(found <= distances.length(&asked, returns) + 1e-6);
        let mut obvious = Straightened { distances: &distances, returns, order: nearest_next(&distances) };
        while obvious.turn_round() {}
        let obvious = distances.length(&obvious.order, returns);
        prop_assert!(found <= obvious * 1.01 + 1e-6, "{found} km, nearest neighbour with 2-opt {obvious} km");
    }
}

/// Sixty places scattered by chance, the same for the same seed.
fn scattered(mut seed: u64) -> Vec<[f64; 2]> {
    let mut chance = move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(seed >> 32).expect("32 bits are left")) / f64::from(u32::MAX)
    };
    (0..60).map(|_| [40.4 + 3.1 * chance(), -96.6 + 6.4 * chance()]).collect()
}

#[test]
fn the_same_stops_are_in_the_same_order_every_time() {
    let distances = Distances::between(&scattered(1));
    let first = shortest(&distances, true);
    for _ in 0..3 {
        assert_eq!(shortest(&distances, true), first);
    }
}

#[test]
fn the_solver_finds_what_the_obvious_way_misses() {
    let (mut found, mut obvious) = (0.0, 0.0);
    for seed in 1..=6 {
        let distances = Distances::between(&scattered(seed));
        let mut straight =
            Straightened { distances: &distances, returns: true, order: nearest_next(&distances) };
        while straight.turn_round() {}
        obvious += distances.length(&straight.order, true);
        found += distances.length(&shortest(&distances, true), true);
    }
    assert!(found < obvious * 0.98, "{found} km instead of {obvious} km");
}

#[test]
fn accounts_at_one_place_and_a_single_place_are_no_trouble() {
    for count in [1, 6, 12] {
        let distances = Distances::between(&vec![[41.0, -93.0]; count]);
        assert!(is_each_once(&shortest(&distances, true), count), "{count} places");
    }
}
