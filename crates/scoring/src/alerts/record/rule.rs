//! What one rule did: its tiers beside each other, and how often it speaks.

use super::{Count, Order, Reached};
use bellwether_core::alert::{AlertKind, AlertTier};

/// The rules that order histories can judge; of invoices nothing is known of earlier days.
const KINDS: [AlertKind; 5] = [
    AlertKind::ChurnRisk,
    AlertKind::PatternRisk,
    AlertKind::NewAccountStalled,
    AlertKind::LostItem,
    AlertKind::LapsedItem,
];
const WEEK_DAYS: f64 = 7.0;

/// The alerts of one rule.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleRecord {
    /// The rule.
    pub kind: AlertKind,
    /// Its tiers, the mildest first.
    pub tiers: [Count; AlertTier::ALL.len()],
}

impl RuleRecord {
    /// The rules that raised anything, in the order of the rules.
    pub fn all<'r>(reached: impl IntoIterator<Item = &'r Reached>) -> Vec<Self> {
        let mut rules = KINDS.map(|kind| Self { kind, tiers: AlertTier::ALL.map(|_| Count::default()) });
        for one in reached {
            let rule = rules.iter_mut().find(|rule| rule.kind == one.kind);
            let place = AlertTier::ALL.iter().position(|tier| *tier == one.tier);
            if let (Some(rule), Some(place)) = (rule, place) {
                rule.tiers[place].add(one);
            }
        }
        rules.into_iter().filter(|rule| rule.tiers.iter().any(|count| count.reached > 0)).collect()
    }

    /// How each tier stands to the one before at worst; none when a single one can be judged.
    pub fn order(&self) -> Option<Order> {
        let judged: Vec<&Count> = self.tiers.iter().filter(|count| count.plain_judged() > 0).collect();
        judged.windows(2).filter_map(|pair| pair[1].beside(pair[0])).max()
    }

    /// So many alerts a week of the days replayed, for each of so many reps, or hundreds of accounts.
    pub fn a_week(&self, days: f64, each: f64, alerts: impl Fn(&Count) -> u64) -> f64 {
        let alerts: u64 = self.tiers.iter().map(alerts).sum();
        if days > 0.0 && each > 0.0 { alerts as f64 * WEEK_DAYS / days / each } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(kind: AlertKind, tier: AlertTier, is_right: Option<bool>) -> Reached {
        Reached {
            kind,
            tier,
            place: 0,
            on: 0,
            risen_from: None,
            is_right,
            lead_days: None,
            is_explained: false,
            forecast: None,
        }
    }

    #[test]
    fn alerts_are_counted_by_rule_and_tier_and_silent_rules_are_left_out() {
        use AlertKind::{ChurnRisk, LostItem, Overdue};
        use AlertTier::{AtRisk, Critical, Watch};
        let rules = RuleRecord::all(&[
            reached(LostItem, AtRisk, None),
            reached(ChurnRisk, Watch, Some(false)),
            reached(ChurnRisk, Critical, Some(true)),
            reached(ChurnRisk, Critical, None),
            reached(Overdue, Critical, None),
        ]);
        assert_eq!(rules.iter().map(|rule| rule.kind).collect::<Vec<_>>(), [ChurnRisk, LostItem]);
        let of_tiers: Vec<_> =
            rules[0].tiers.iter().map(|count| (count.opened, count.judged, count.right)).collect();
        assert_eq!(of_tiers, [(1, 1, 0), (0, 0, 0), (2, 1, 1)]);
        // One against one proves nothing; a rule with nothing to judge has no order.
        assert_eq!((rules[0].order(), rules[1].order()), (Some(Order::RatherAbove), None));
        assert_eq!(rules[0].a_week(14.0, 3.0, |count| count.opened), 0.5);
        assert_eq!(rules[0].a_week(0.0, 3.0, |count| count.opened), 0.0);
    }
}
