//! The list of alerts: those that are live from the book, which holds them, ended ones from the database.

use super::show;
use crate::book::Book;
use crate::paging::{self, Rank};
use crate::{Answer, App, AppError, Caller};
use bellwether_core::alert::{AlertKind, AlertQuery, AlertRow, AlertState};
use bellwether_core::paging::{DEFAULT_LIMIT, Direction};
use bellwether_core::{AlertId, Page};
use bellwether_store::alerts::{self, AlertCursor, AlertFilter, AlertPage, LiveAlert};

impl App {
    /// Alerts by money at stake.
    ///
    /// # Errors
    /// `Invalid`, `InvalidCursor`.
    pub fn alerts(&self, caller: &Caller, query: &AlertQuery) -> Answer<Page<AlertRow>> {
        let limit = paging::rows_of(query.limit, DEFAULT_LIMIT)?;
        let filter = AlertFilter {
            account: query.account,
            rep: query.rep,
            kind: query.kind,
            tier: query.tier,
            state: query.state,
            hides_debts: !show::sees_value(caller, AlertKind::Overdue),
        };
        let list = format!("alerts {filter:?}");
        let after = paging::place_of(query.cursor.as_deref(), &list)?;
        let after = after.map(|(value_cents, id)| AlertCursor { value_cents, id: AlertId(id) });
        let book = self.book();
        let page = if filter.state.is_none_or(AlertState::is_live) {
            self.live_page(&book, caller, &filter, after, limit)?
        } else {
            let limit = u32::try_from(limit).map_err(|error| AppError::Internal(error.to_string()))?;
            self.store.read(|conn| alerts::page(conn, &caller.scope, &filter, after, limit))?
        };
        let place = page.next.map(|next| (next.value_cents, next.id.0));
        let next_cursor = place.map(|place| paging::cursor_after(&list, place)).transpose()?;
        Ok(Page {
            items: page.alerts.iter().filter_map(|record| show::row(&book, caller, record)).collect(),
            total: page.total,
            next_cursor,
        })
    }

    /// What [`alerts::page`] gives, without reading every alert again to find the few of a page.
    fn live_page(
        &self,
        book: &Book,
        caller: &Caller,
        filter: &AlertFilter,
        after: Option<AlertCursor>,
        limit: usize,
    ) -> Answer<AlertPage> {
        let asked = book.live_alerts(caller, filter.rep).flatten().filter(|alert| is_asked(alert, filter));
        let ranked = asked.map(|alert| (rank(value_cents(alert, filter), alert.id), 0));
        let after = after.map(|after| rank(after.value_cents, after.id));
        // One more than a page tells whether there is another.
        let (mut first, total) = paging::first_rows(ranked, after, limit + 1);
        let has_more = first.len() > limit;
        first.truncate(limit);
        let places = first.iter().filter_map(|((rank, id), _)| {
            Some(AlertCursor {
                value_cents: paging::number_of(*rank, Direction::Descending)?,
                id: AlertId(*id),
            })
        });
        let next = places.clone().next_back().filter(|_| has_more);
        let ids: Vec<AlertId> = places.map(|place| place.id).collect();
        let alerts = self.store.read(|conn| alerts::live_among(conn, &caller.scope, &ids))?;
        Ok(AlertPage { alerts, total, next })
    }
}

fn is_asked(alert: &LiveAlert, filter: &AlertFilter) -> bool {
    filter.account.is_none_or(|account| alert.account == account)
        && filter.kind.is_none_or(|kind| alert.kind == kind)
        && filter.tier.is_none_or(|tier| alert.tier == tier)
        && filter.state.is_none_or(|state| alert.state == state)
}

fn value_cents(alert: &LiveAlert, filter: &AlertFilter) -> i64 {
    if filter.hides_debts && alert.kind == AlertKind::Overdue { 0 } else { alert.value_cents }
}

/// The most money first.
fn rank(value_cents: i64, id: AlertId) -> Rank {
    (paging::rank_of(Some(value_cents), Direction::Descending), id.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alert::tests::{account, as_of, orders, pin};
    use crate::stage::Stage;
    use bellwether_core::alert::{AlertAction, AlertTier};
    use chrono::Days;

    /// Accounts that have been silent ever longer, one of them put off.
    fn silent_accounts() -> Vec<Stage> {
        let prepare = |stage: Stage| {
            pin(&stage, as_of());
            stage.app.read_book().expect("read");
            let rows =
                (1..8).map(|number| account(number, 5 + u64::from(number), 40 + 10 * u64::from(number)));
            orders(&stage, &rows.collect::<String>());
            stage.app.run_waiting_jobs().expect("run");
            stage.app.follow_alerts().expect("followed");
            let first = walk(&stage, &AlertQuery::default(), 1).0.first().copied().expect("an alert");
            let until = as_of().checked_add_days(Days::new(9)).expect("a date");
            let system = Caller::system();
            stage.app.act_on_alert(&system, first, &AlertAction::Snooze { until }).expect("put off");
            stage.app.follow_alerts().expect("followed");
            stage
        };
        Stage::each().into_iter().map(prepare).collect()
    }

    /// The alerts of a query, page by page, and how many there are said to be.
    fn walk(stage: &Stage, query: &AlertQuery, limit: u32) -> (Vec<AlertId>, u64) {
        let mut query = AlertQuery { limit: Some(limit), ..query.clone() };
        let mut found = Vec::new();
        loop {
            let page = stage.app.alerts(&Caller::system(), &query).expect("a page");
            found.extend(page.items.iter().map(|row| row.alert.id));
            query.cursor = page.next_cursor;
            if query.cursor.is_none() {
                return (found, page.total);
            }
        }
    }

    #[test]
    fn the_book_lists_live_alerts_as_the_database_does() {
        for stage in silent_accounts() {
            let all = AlertQuery::default();
            let one = stage.app.alerts(&Caller::system(), &all).expect("a page").items.swap_remove(0);
            let queries = [
                AlertQuery { state: Some(AlertState::Open), ..all.clone() },
                AlertQuery { state: Some(AlertState::Snoozed), ..all.clone() },
                AlertQuery { kind: Some(one.alert.kind), ..all.clone() },
                AlertQuery { tier: Some(AlertTier::Critical), ..all.clone() },
                AlertQuery { account: Some(one.account.id), ..all.clone() },
                all,
            ];
            for query in queries {
                let filter = AlertFilter {
                    account: query.account,
                    kind: query.kind,
                    tier: query.tier,
                    state: query.state,
                    ..AlertFilter::default()
                };
                let page = stage
                    .app
                    .store
                    .read(|conn| alerts::page(conn, &Caller::system().scope, &filter, None, 100));
                let page = page.expect("read");
                let stored: Vec<AlertId> = page.alerts.iter().map(|record| record.id).collect();
                assert!(!stored.is_empty(), "{}: {query:?}", stage.engine);
                for limit in [1, 3, 100] {
                    assert_eq!(
                        walk(&stage, &query, limit),
                        (stored.clone(), page.total),
                        "{}: {query:?}",
                        stage.engine
                    );
                }
            }
        }
    }
}
