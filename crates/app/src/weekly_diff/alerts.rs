//! Alerts of the days looked at: raised, worked, ended, and those that wait.

use super::Week;
use crate::alert::{What, sees_value, shown};
use crate::book::Book;
use crate::{Answer, App, Caller};
use bellwether_core::alert::{AlertKind, AlertState, AlertTier};
use bellwether_core::weekly_diff::{AlertsWorked, WaitingAlert};
use bellwether_core::{AlertId, RepId};
use bellwether_store::alerts::{self, Ended, LiveAlert};
use itertools::Itertools;
use std::cmp::Reverse;
use std::collections::HashSet;

/// Alerts that wait, as many as are shown.
const WAITING: usize = 10;

impl App {
    /// Alerts raised in the days looked at, by rule, and what became of them, rules without any left out; and the most
    /// valuable alerts that wait.
    pub(super) fn alerts_of_week(
        &self,
        caller: &Caller,
        rep: Option<RepId>,
        week: &Week<'_>,
    ) -> Answer<(Vec<AlertsWorked>, Vec<WaitingAlert>)> {
        let period = week.window.current.period();
        let (ended, given) = self.store.read(|conn| {
            let ended = alerts::ended_of(conn, &caller.scope, rep, period)?;
            Ok((ended, alerts::with_open_tasks(conn)?))
        })?;
        // The database may be ahead of the book by a moment: what has ended there counts once, as ended.
        let over: HashSet<AlertId> = ended.iter().map(|alert| alert.id).collect();
        let live = week.book.live_alerts(caller, rep).flatten().filter(|alert| !over.contains(&alert.id));
        let mut raised: Vec<Raised> = ended.iter().map(Raised::from).collect();
        let mut waiting = Vec::new();
        for alert in live {
            let waits = waits(alert, &given);
            if alert.was_shown && period.contains(alert.opened_on) {
                raised.push(Raised { id: alert.id, kind: alert.kind, state: alert.state, waits });
            }
            if waits {
                waiting.push((Reverse(value_cents(caller, alert)), alert.id));
            }
        }
        Ok((self.counts(&raised)?, self.most_valuable(week.book, caller, waiting)?))
    }

    fn counts(&self, raised: &[Raised]) -> Answer<Vec<AlertsWorked>> {
        let Some(first) = raised.iter().map(|alert| alert.id).min() else { return Ok(Vec::new()) };
        // Calling one wrong dismisses it.
        let words = [What::Worked, What::Dismissed, What::Snoozed, What::CalledWrong].map(What::code);
        let worked = self.store.read(|conn| alerts::worked_from(conn, first, &words))?;
        let rows = AlertKind::ALL.into_iter().map(|kind| count(kind, raised, &worked));
        Ok(rows.filter(|row| row.raised > 0).collect())
    }

    fn most_valuable(
        &self,
        book: &Book,
        caller: &Caller,
        waiting: Vec<(Reverse<i64>, AlertId)>,
    ) -> Answer<Vec<WaitingAlert>> {
        let ids: Vec<AlertId> = waiting.into_iter().k_smallest(WAITING).map(|(_, id)| id).collect();
        let rows = self.store.read(|conn| alerts::live_among(conn, &caller.scope, &ids))?;
        let waiting = rows.iter().filter(|record| is_untouched(record.state, record.tier));
        let waiting = waiting.filter_map(|record| {
            let (_, account) = book.account_in(&caller.scope, record.account).ok()?;
            let alert = shown(book, caller, record);
            Some(WaitingAlert {
                alert: alert.id,
                account: Book::account_ref(account),
                rep: account.rep.and_then(|rep| book.rep_ref(rep)),
                kind: alert.kind,
                tier: alert.tier,
                sentence: alert.sentence,
                value_cents: alert.value_cents,
                opened_on: alert.opened_on,
            })
        });
        Ok(waiting.collect())
    }
}

/// An alert raised in the days looked at.
struct Raised {
    id: AlertId,
    kind: AlertKind,
    state: AlertState,
    waits: bool,
}

impl From<&Ended> for Raised {
    fn from(ended: &Ended) -> Self {
        Self { id: ended.id, kind: ended.kind, state: ended.state, waits: false }
    }
}

fn count(kind: AlertKind, raised: &[Raised], worked: &HashSet<AlertId>) -> AlertsWorked {
    let of = |is_counted: &dyn Fn(&Raised) -> bool| {
        raised.iter().filter(|alert| alert.kind == kind && is_counted(alert)).count() as u64
    };
    AlertsWorked {
        kind,
        raised: of(&|_| true),
        worked: of(&|alert| worked.contains(&alert.id)),
        resolved: of(&|alert| alert.state == AlertState::Resolved),
        waiting: of(&|alert| alert.waits),
    }
}

/// Whether an alert is one of those listed: urgent, untouched, and nobody has a task for it.
fn waits(alert: &LiveAlert, given: &HashSet<AlertId>) -> bool {
    is_untouched(alert.state, alert.tier) && !given.contains(&alert.id)
}

fn is_untouched(state: AlertState, tier: AlertTier) -> bool {
    matches!(state, AlertState::Open | AlertState::Seen) && tier != AlertTier::Watch
}

/// What is owed counts as nothing where it is hidden: its place would tell it.
fn value_cents(caller: &Caller, alert: &LiveAlert) -> i64 {
    if sees_value(caller, alert.kind) { alert.value_cents } else { 0 }
}
