//! What the account buys: categories of the last 180 days against the 180 before (rules, section 7).

use crate::book::Facts;

const WINDOW_DAYS: i64 = 180;

/// The product mix and how it changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Mix {
    /// Distinct categories bought in the last 180 days.
    pub categories_180: usize,
    /// Distinct categories bought in the 180 days before.
    pub categories_before: usize,
    /// Change of diversity (entropy of the category shares, in nats); 0 when nothing was bought.
    pub diversity_change: f64,
    /// Share of the value that moved between categories, 0 to 1; 0 when one of the windows is empty.
    pub moved_share: f64,
    /// 1 − cosine of the angle between the category shares, 0 to 1; none when a window is empty.
    pub cosine_change: Option<f64>,
}

impl Mix {
    /// Measures it; lines without a known category count for nothing.
    pub fn measure(facts: &Facts) -> Self {
        let sums = sums_by_category(facts);
        let now = Shares::of(sums.iter().map(|(_, now, _)| *now));
        let before = Shares::of(sums.iter().map(|(_, _, before)| *before));
        let both = now.total > 0.0 && before.total > 0.0;
        Self {
            categories_180: now.bought(),
            categories_before: before.bought(),
            diversity_change: now.entropy() - before.entropy(),
            moved_share: if both { now.moved_from(&before) } else { 0.0 },
            cosine_change: both.then(|| now.cosine_change_from(&before)),
        }
    }
}

/// Category, value now, value before; in order of category, so that sums never depend on line order.
fn sums_by_category(facts: &Facts) -> Vec<(u32, i64, i64)> {
    let mut sums: Vec<(u32, i64, i64)> = Vec::new();
    for (category, cents, age) in facts.category_sales(2 * WINDOW_DAYS) {
        let Some(category) = category else { continue };
        let place = match sums.binary_search_by_key(&category, |(known, _, _)| *known) {
            Ok(place) => place,
            Err(place) => {
                sums.insert(place, (category, 0, 0));
                place
            }
        };
        if age < WINDOW_DAYS { sums[place].1 += cents } else { sums[place].2 += cents }
    }
    sums
}

struct Shares {
    shares: Vec<f64>,
    total: f64,
}

impl Shares {
    /// Negative sums (more returned than bought) count as nothing.
    fn of(cents: impl Iterator<Item = i64>) -> Self {
        let positive: Vec<i64> = cents.map(|cents| cents.max(0)).collect();
        let total = positive.iter().sum::<i64>() as f64;
        let share = |cents: i64| if total > 0.0 { cents as f64 / total } else { 0.0 };
        Self { shares: positive.into_iter().map(share).collect(), total }
    }

    fn bought(&self) -> usize {
        self.shares.iter().filter(|share| **share > 0.0).count()
    }

    fn entropy(&self) -> f64 {
        -self.shares.iter().filter(|share| **share > 0.0).map(|share| share * share.ln()).sum::<f64>()
    }

    fn moved_from(&self, before: &Self) -> f64 {
        0.5 * self.shares.iter().zip(&before.shares).map(|(now, before)| (now - before).abs()).sum::<f64>()
    }

    fn cosine_change_from(&self, before: &Self) -> f64 {
        let product: f64 = self.shares.iter().zip(&before.shares).map(|(now, before)| now * before).sum();
        let length = |shares: &[f64]| shares.iter().map(|share| share * share).sum::<f64>().sqrt();
        (1.0 - product / (length(&self.shares) * length(&before.shares))).clamp(0.0, 1.0)
    }
}
