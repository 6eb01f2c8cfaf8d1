//! Figures about many accounts at the level of parents.

use super::*;
use bellwether_core::bridge::{BreakdownQuery, Concentration};
use bellwether_core::dashboard::{FactFilter, SegmentSummary};

fn facts(level: Option<AccountLevel>) -> FactFilter {
    FactFilter { from: Some(as_of() - Days::new(364)), level, ..FactFilter::default() }
}

fn segments(stage: &Stage, facts: &FactFilter) -> Vec<SegmentSummary> {
    stage.app.segments(&Caller::system(), facts).expect("segments")
}

fn accounts(segments: &[SegmentSummary]) -> u64 {
    segments.iter().map(|summary| summary.accounts).sum()
}

#[test]
fn segments_count_groups_with_the_money_of_all_their_accounts() {
    for stage in stages() {
        let (sites, groups) =
            (segments(&stage, &facts(None)), segments(&stage, &facts(Some(AccountLevel::Parent))));
        let money = |of: &[SegmentSummary]| -> i64 {
            of.iter().map(|summary| summary.trailing_revenue_cents.0).sum()
        };
        assert_eq!((accounts(&sites), accounts(&groups)), (7, 3), "{}", stage.engine);
        assert_eq!(money(&sites), money(&groups));
        // One account in Nebraska brings its group along, and the list says the same.
        let nebraska = Some("NE".to_owned());
        let there =
            segments(&stage, &FactFilter { state: nebraska.clone(), ..facts(Some(AccountLevel::Parent)) });
        let listed =
            list(&stage, &Caller::system(), AccountQuery { state: nebraska, ..AccountQuery::default() });
        let sum: i64 = listed.items.iter().map(|row| row.trailing_revenue_cents.0).sum();
        assert_eq!((accounts(&there), money(&there)), (1, sum));
    }
}

#[test]
fn concentration_is_that_of_groups_and_states_keep_their_money() {
    for stage in stages() {
        let asked = |level| -> Concentration {
            stage.app.concentration(&Caller::system(), &facts(level)).expect("shares")
        };
        let (sites, groups) = (asked(None), asked(Some(AccountLevel::Parent)));
        assert_eq!((sites.accounts, groups.accounts), (5, 3), "{}", stage.engine);
        assert_eq!((sites.revenue_cents, &sites.states), (groups.revenue_cents, &groups.states));
    }
}

#[test]
fn a_group_is_not_lost_with_one_of_its_sites() {
    for stage in stages() {
        let asked = |level| {
            // West ordered in the first of two periods of half a year only.
            let facts = FactFilter { from: Some(as_of() - Days::new(181)), ..facts(level) };
            let bridge = stage.app.bridge(&Caller::system(), &facts).expect("a bridge");
            let whole = bridge.steps.iter().map(|step| step.cents.0).sum::<i64>();
            assert_eq!(whole, bridge.revenue.current.0 - bridge.revenue.previous.0, "{}", stage.engine);
            let text = serde_json::to_string(&bridge).expect("JSON");
            let rows = stage.app.breakdown(&Caller::system(), &facts, &BreakdownQuery::default());
            (text.contains("Site West"), rows.expect("rows").total)
        };
        assert_eq!(asked(None), (true, 5), "{}", stage.engine);
        assert_eq!(asked(Some(AccountLevel::Parent)), (false, 3), "{}", stage.engine);
    }
}
