//! What happened with an account, the newest first (D6): orders from the ledger, the rest from the database. Every
//! source gives a page of its own, and the newest of all of them make the page.

use crate::book::Book;
use crate::{Answer, App, Caller, alert, interaction, paging};
use bellwether_core::account::OrderRow;
use bellwether_core::paging::DEFAULT_LIMIT;
use bellwether_core::timeline::{TimelineEntry, TimelineEvent, TimelineKind, TimelineQuery};
use bellwether_core::{AccountId, Cents, OrderId, Page};
use bellwether_ledger::{History, day};
use bellwether_store::{Connection, StoreError, alerts, interactions, invoices, tasks};
use chrono::{Datelike, NaiveDate};
use std::cmp::Reverse;

/// Names the list in its cursors.
const LIST: &str = "timeline";
/// Ids are smaller than this: above it the place of an entry holds its source.
const SOURCE: i64 = 1 << 56;

/// Where entries come from; of one day the later sources come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    Order,
    Invoice,
    Interaction,
    Alert,
    Task,
}

impl Origin {
    fn of(kind: TimelineKind) -> Self {
        match kind {
            TimelineKind::Order => Self::Order,
            TimelineKind::Interaction => Self::Interaction,
            TimelineKind::Alert => Self::Alert,
            TimelineKind::Invoice => Self::Invoice,
            TimelineKind::Task => Self::Task,
        }
    }
}

/// An entry with its place: its date, its source and its id.
struct Placed {
    place: (NaiveDate, i64),
    event: TimelineEvent,
}

impl Placed {
    fn new(date: NaiveDate, origin: Origin, id: i64, event: TimelineEvent) -> Self {
        Self { place: (date, origin as i64 * SOURCE + id), event }
    }
}

/// Where the page begins.
#[derive(Debug, Clone, Copy)]
struct Start(Option<(NaiveDate, i64)>);

impl Start {
    /// What a source has to be asked for: entries before this date and id of its own.
    fn of(self, origin: Origin) -> Option<(NaiveDate, i64)> {
        let (date, number) = self.0?;
        Some((date, (number - origin as i64 * SOURCE).clamp(0, SOURCE)))
    }
}

impl App {
    /// A page of what happened with an account.
    ///
    /// # Errors
    /// `NotFound` when it does not exist or is not the caller's, `Invalid`, `InvalidCursor`.
    pub fn timeline(
        &self,
        caller: &Caller,
        account: AccountId,
        query: &TimelineQuery,
    ) -> Answer<Page<TimelineEntry>> {
        let limit = paging::rows_of(query.limit, DEFAULT_LIMIT)?;
        let list = format!("{LIST} {account}");
        let start = Start(paging::dated_place_of(query.cursor.as_deref(), &list)?);
        let book = self.book();
        let (place, _) = book.account_in(&caller.scope, account)?;
        let one_more = paging::one_more(limit);
        let only = query.kind.map(Origin::of);
        let (mut entries, mut total) = self.store.read(|conn| {
            let from = Asked { book: &book, caller, account, start, only, limit: one_more };
            Ok((from.entries(conn)?, from.count(conn)?))
        })?;
        if let Some(history) = book.snapshot().history(place)
            && only.is_none_or(|only| only == Origin::Order)
        {
            let orders = history.orders_up_to(day::from_date(book.as_of()));
            entries.extend(order_entries(history, book.as_of(), start, limit + 1));
            total += i64::try_from(orders.len()).unwrap_or(i64::MAX);
        }
        entries.sort_by_key(|entry| Reverse(entry.place));
        let number = |entry: &Placed| (i64::from(entry.place.0.num_days_from_ce()), entry.place.1);
        let next_cursor = paging::cut(&mut entries, limit, &list, number)?;
        let items =
            entries.into_iter().map(|entry| TimelineEntry { date: entry.place.0, event: entry.event });
        Ok(Page { items: items.collect(), total: total.unsigned_abs(), next_cursor })
    }
}

fn order_entries(
    history: &History,
    as_of: NaiveDate,
    start: Start,
    limit: usize,
) -> impl Iterator<Item = Placed> + '_ {
    let before = start.of(Origin::Order);
    let orders = history.orders_up_to(day::from_date(as_of)).iter().rev();
    let orders =
        orders.filter(move |order| before.is_none_or(|before| (day::to_date(order.day), order.id) < before));
    orders.take(limit).map(|order| {
        let placed_on = day::to_date(order.day);
        let row = OrderRow {
            id: OrderId(order.id),
            placed_on,
            status: order.status,
            revenue_cents: Cents(order.revenue_cents),
            lines: order.line_count,
            site: None,
        };
        Placed::new(placed_on, Origin::Order, order.id, TimelineEvent::Order { order: row })
    })
}

/// A page asked of the database.
struct Asked<'a> {
    book: &'a Book,
    caller: &'a Caller,
    account: AccountId,
    start: Start,
    /// The only source, if not all.
    only: Option<Origin>,
    limit: i64,
}

impl Asked<'_> {
    /// Whether the caller asked for this source and may see it.
    fn wants(&self, origin: Origin) -> bool {
        let may_see = origin != Origin::Invoice || self.caller.permissions.view_financials;
        may_see && self.only.is_none_or(|only| only == origin)
    }

    fn entries(&self, conn: &mut Connection) -> Result<Vec<Placed>, StoreError> {
        let mut entries = Vec::new();
        if self.wants(Origin::Interaction) {
            entries.extend(self.interactions(conn)?);
        }
        if self.wants(Origin::Alert) {
            entries.extend(self.alerts(conn)?);
        }
        if self.wants(Origin::Task) {
            entries.extend(self.tasks(conn)?);
        }
        if self.wants(Origin::Invoice) {
            entries.extend(self.invoices(conn)?);
        }
        Ok(entries)
    }

    /// Entries of these sources on all pages.
    fn count(&self, conn: &mut Connection) -> Result<i64, StoreError> {
        let (scope, account) = (&self.caller.scope, self.account);
        let mut count = 0;
        if self.wants(Origin::Interaction) {
            count += interactions::count(conn, scope, account)?;
        }
        if self.wants(Origin::Alert) {
            count += alerts::count_raised_for(conn, scope, account)?;
        }
        if self.wants(Origin::Task) {
            count += tasks::count_done_of(conn, scope, account)?;
        }
        if self.wants(Origin::Invoice) {
            count += invoices::count(conn, scope, &self.wanted_invoices())?;
        }
        Ok(count)
    }

    fn interactions(&self, conn: &mut Connection) -> Result<Vec<Placed>, StoreError> {
        let wanted = interactions::Wanted::Before(self.start.of(Origin::Interaction));
        let rows = interactions::of_account(conn, &self.caller.scope, self.account, wanted, self.limit)?;
        let placed = rows.into_iter().map(|record| {
            let (date, id) = (record.happened_on, record.id.0);
            let interaction = interaction::shown(self.caller, record);
            Placed::new(date, Origin::Interaction, id, TimelineEvent::Interaction { interaction })
        });
        Ok(placed.collect())
    }

    fn alerts(&self, conn: &mut Connection) -> Result<Vec<Placed>, StoreError> {
        let before = self.start.of(Origin::Alert);
        let rows = alerts::raised_for(conn, &self.caller.scope, self.account, before, self.limit)?;
        let placed = rows.iter().map(|record| {
            let shown = alert::shown(self.book, self.caller, record);
            let event = TimelineEvent::AlertOpened {
                alert: shown.id,
                rule: shown.kind,
                tier: shown.tier,
                state: shown.state,
                sentence: shown.sentence,
            };
            Placed::new(record.opened_on, Origin::Alert, record.id.0, event)
        });
        Ok(placed.collect())
    }

    fn tasks(&self, conn: &mut Connection) -> Result<Vec<Placed>, StoreError> {
        let before = self.start.of(Origin::Task);
        let rows = tasks::done_of(conn, &self.caller.scope, self.account, before, self.limit)?;
        let placed = rows.into_iter().filter_map(|record| {
            let done = record.done?;
            let event = TimelineEvent::TaskDone { task: record.id, title: record.title, by: done.by.name };
            Some(Placed::new(done.on, Origin::Task, record.id.0, event))
        });
        Ok(placed.collect())
    }

    fn invoices(&self, conn: &mut Connection) -> Result<Vec<Placed>, StoreError> {
        let before = self.start.of(Origin::Invoice);
        let before = before.map(|(date, id)| (date, bellwether_core::InvoiceId(id)));
        let rows = invoices::list(conn, &self.caller.scope, &self.wanted_invoices(), before, self.limit)?;
        let placed = rows.into_iter().map(|row| {
            let event = TimelineEvent::Invoice {
                invoice: row.id,
                number: row.number,
                amount_cents: row.amount_cents,
                open_balance_cents: row.open_balance_cents,
            };
            Placed::new(row.issued_on, Origin::Invoice, row.id.0, event)
        });
        Ok(placed.collect())
    }

    fn wanted_invoices(&self) -> invoices::Wanted {
        invoices::Wanted {
            account: Some(self.account),
            view: bellwether_core::invoice::InvoiceView::All,
            as_of: self.book.as_of(),
            grace_days: self.book.settings().overdue_grace_days,
        }
    }
}

#[cfg(test)]
mod tests;
