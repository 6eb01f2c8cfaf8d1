//! Which model judges. What other books taught stands behind the models listed first, and the others are
//! simpler forms of them: another takes over only when the book's own past shows beyond chance that it does
//! better. A small book whose past shows nothing surely therefore keeps the default (the rule of Breiman and
//! others, "Classification and Regression Trees", 1984, section 3.4.3, stricter, and with paired errors).

use super::case::Case;
use super::metrics::{Given, log_loss};
use crate::model::ModelId;
use bellwether_core::AccountId;
use std::collections::BTreeMap;

/// Log losses this close are alike: the earlier model in the list is kept.
const ALIKE: f64 = 0.002;
/// Standard errors by which a model must do better: chance alone brings that about once in forty times.
const SURELY: f64 = 2.0;

/// The model that judges, given what every model said on every day: `asked[day][model]`. The default without
/// any forecasts.
pub(super) fn chosen(models: &[ModelId], asked: &[Vec<Vec<Case>>]) -> ModelId {
    let mut places: Vec<usize> = (0..models.len()).collect();
    places.sort_by_key(|place| models[*place]);
    let mut places = places.into_iter();
    let Some(first) = places.next() else { return ModelId::ALL[0] };
    let better = |best: usize, other: usize| if does_better(asked, other, best) { other } else { best };
    models[places.fold(first, better)]
}

/// Whether a model's log loss was lower than the other's by more than chance and more than a trifle.
fn does_better(asked: &[Vec<Vec<Case>>], model: usize, than: usize) -> bool {
    // Forecasts of one account are alike on every day, so accounts are what chance draws.
    let mut by_account: BTreeMap<AccountId, Saved> = BTreeMap::new();
    for day in asked {
        for (case, other) in day[model].iter().zip(&day[than]) {
            by_account.entry(case.account).or_default().add(loss(other) - loss(case));
        }
    }
    let (mean, error) = mean_and_error(by_account.values());
    mean > ALIKE && mean > SURELY * error
}

/// Log loss that one model saves on an account against another.
#[derive(Debug, Clone, Copy, Default)]
struct Saved {
    sum: f64,
    forecasts: f64,
}

impl Saved {
    fn add(&mut self, saved: f64) {
        self.sum += saved;
        self.forecasts += 1.0;
    }
}

/// Mean saving of a forecast and its standard error, accounts being what varies (a ratio estimate; Cochran,
/// "Sampling Techniques", 1977, section 6.3). Of one account nothing is known for sure.
fn mean_and_error<'a>(accounts: impl Iterator<Item = &'a Saved> + Clone) -> (f64, f64) {
    let count = accounts.clone().count() as f64;
    let forecasts: f64 = accounts.clone().map(|saved| saved.forecasts).sum();
    if count < 2.0 {
        return (0.0, f64::INFINITY);
    }
    let mean = accounts.clone().map(|saved| saved.sum).sum::<f64>() / forecasts;
    let squares: f64 = accounts.map(|saved| (saved.sum - mean * saved.forecasts).powi(2)).sum();
    (mean, (squares * count / (count - 1.0)).sqrt() / forecasts)
}

fn loss(case: &Case) -> f64 {
    log_loss(Given { probability: case.probability, ordered: case.ordered })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backtest::case::Size;

    const MODELS: [ModelId; 2] = [ModelId::Rules, ModelId::Learnt];

    /// One day on which the rules give `rules` and the learnt model .7 to accounts of which three in four order.
    fn day(accounts: i64, rules: impl Fn(bool) -> f64) -> Vec<Vec<Case>> {
        let case = |number: i64, probability: &dyn Fn(bool) -> f64| {
            let ordered = number % 4 > 0;
            Case {
                account: AccountId(number),
                probability: probability(ordered),
                ordered,
                gap_days: None,
                size: Size::Small,
                window: None,
                own: None,
            }
        };
        let all = |probability: &dyn Fn(bool) -> f64| (0..accounts).map(|n| case(n, probability)).collect();
        vec![all(&rules), all(&|_| 0.7)]
    }

    #[test]
    fn the_default_stays_until_another_surely_does_better() {
        // A bit better on average: right about three in four, and dearly wrong about the others.
        let bolder = |ordered: bool| if ordered { 0.79 } else { 0.78 };
        assert_eq!(chosen(&MODELS, &[day(40, bolder)]), ModelId::Learnt);
        assert_eq!(chosen(&MODELS, &[day(40, bolder), day(40, bolder)]), ModelId::Learnt);
        assert_eq!(chosen(&MODELS, &[day(4_000, bolder)]), ModelId::Rules);
        assert_eq!(chosen(&MODELS, &[]), ModelId::Learnt);
        assert_eq!(chosen(&[], &[]), ModelId::ALL[0]);
    }

    #[test]
    fn a_few_accounts_are_enough_where_one_model_is_right_about_all_of_them() {
        let right = |ordered: bool| if ordered { 0.95 } else { 0.05 };
        assert_eq!(chosen(&MODELS, &[day(12, right)]), ModelId::Rules);
        assert_eq!(chosen(&MODELS, &[day(1, right)]), ModelId::Learnt);
    }

    #[test]
    fn a_trifle_changes_nothing_however_sure_it_is() {
        let trifle = |ordered: bool| if ordered { 0.7008 } else { 0.6996 };
        assert_eq!(chosen(&MODELS, &[day(20_000, trifle)]), ModelId::Learnt);
    }

    #[test]
    fn asking_the_same_accounts_again_makes_nothing_surer() {
        let bolder = |ordered: bool| if ordered { 0.79 } else { 0.78 };
        let days: Vec<_> = (0..50).map(|_| day(40, bolder)).collect();
        assert_eq!(chosen(&MODELS, &days), ModelId::Learnt);
    }
}
