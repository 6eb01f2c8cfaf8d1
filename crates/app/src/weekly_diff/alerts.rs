//! Alerts of the days looked at: raised, worked, ended, and those that wait.

use crate::alert::{What, sees_value, shown};
use crate::book::Book;
use crate::{Answer, App, Caller};
use bellwether_core::alert::{AlertKind, AlertState, AlertTier};
use bellwether_core::weekly_diff::{AlertsWorked, WaitingAlert};
use bellwether_core::{Period, RepId};
use bellwether_store::alerts::{self, Raised};

/// Alerts that wait, as many as are shown.
const WAITING: i64 = 10;

impl App {
    /// Alerts raised in a period, by rule, and what became of them; rules without any are left out.
    pub(super) fn alerts_worked(
        &self,
        caller: &Caller,
        rep: Option<RepId>,
        period: Period,
    ) -> Answer<Vec<AlertsWorked>> {
        // Calling one wrong dismisses it.
        let worked = [What::Worked, What::Dismissed, What::Snoozed, What::CalledWrong].map(What::code);
        let raised = self.store.read(|conn| alerts::raised_in(conn, &caller.scope, rep, period, &worked))?;
        let rows = AlertKind::ALL.into_iter().map(|kind| count(kind, &raised));
        Ok(rows.filter(|row| row.raised > 0).collect())
    }

    /// The most valuable alerts that wait.
    pub(super) fn waiting_alerts(
        &self,
        book: &Book,
        caller: &Caller,
        rep: Option<RepId>,
    ) -> Answer<Vec<WaitingAlert>> {
        let hides_debts = !sees_value(caller, AlertKind::Overdue);
        let rows = self.store.read(|conn| alerts::waiting(conn, &caller.scope, rep, hides_debts, WAITING))?;
        let waiting = rows.iter().filter_map(|record| {
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

fn count(kind: AlertKind, raised: &[Raised]) -> AlertsWorked {
    let of = |is_counted: &dyn Fn(&Raised) -> bool| {
        raised.iter().filter(|alert| alert.kind == kind && is_counted(alert)).count() as u64
    };
    AlertsWorked {
        kind,
        raised: of(&|_| true),
        worked: of(&|alert| alert.is_worked),
        resolved: of(&|alert| alert.state == AlertState::Resolved),
        waiting: of(&|alert| waits(alert)),
    }
}

/// Whether an alert is one of those listed: urgent, untouched, and nobody has a task for it.
fn waits(alert: &Raised) -> bool {
    matches!(alert.state, AlertState::Open | AlertState::Seen)
        && alert.tier != AlertTier::Watch
        && !alert.is_given
}
