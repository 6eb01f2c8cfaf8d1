//! The account list: filter, sort, page (W2, W4).

use crate::account_criteria::{Figures, Places, buys};
use crate::book::{Book, Summaries, money_at_risk};
use crate::paging::{self, Candidate, Rank, SortKey};
use crate::{Answer, App, AppError, Caller};
use bellwether_core::account::{AccountLevel, AccountQuery, AccountRow, AccountSort, Priority};
use bellwether_core::paging::{DEFAULT_LIMIT, Direction};
use bellwether_core::score::Band;
use bellwether_core::{Cents, Page, Probability, Scope};
use bellwether_ledger::account_rows::AccountSummary;
use bellwether_ledger::{Filter, account_rows, day};
use chrono::{Datelike, NaiveDate};
use std::borrow::Cow;
use std::sync::Arc;

/// Metres of a kilometre: distances are sorted by them.
const METRES: f64 = 1000.0;

impl App {
    /// A page of accounts.
    ///
    /// # Errors
    /// `Invalid`, `InvalidCursor`.
    pub fn accounts(&self, caller: &Caller, query: &AccountQuery) -> Answer<Page<AccountRow>> {
        let book = self.book().at_level(caller, query.level)?;
        let list = AccountList::of(&book, caller, query)?;
        let order = Order::of(&list, query);
        let name = format!("accounts by {:?} {:?} {:?}", list.level, order.sort, order.direction);
        let limit = paging::rows_of(query.limit, DEFAULT_LIMIT)?;
        let cursor = query.cursor.as_deref().map(|text| paging::decode(text, &name)).transpose()?;
        let after = cursor.map(|cursor| order.place_after(&cursor)).transpose()?;
        // One more than a page tells whether there is another.
        let (mut first, total) = paging::first_rows(order.rows(), after, limit + 1);
        let has_more = first.len() > limit;
        first.truncate(limit);
        let next_cursor = match first.last() {
            Some((rank, index)) if has_more => Some(paging::encode(&name, &order.candidate(*rank, *index))?),
            _ => None,
        };
        let indices: Vec<u32> = first.into_iter().map(|(_, index)| index).collect();
        Ok(Page { items: list.rows(&indices), total, next_cursor })
    }
}

/// The way each column is most often read.
fn usual_direction(sort: AccountSort) -> Direction {
    match sort {
        AccountSort::Name | AccountSort::NextOrder | AccountSort::Distance => Direction::Ascending,
        AccountSort::TrailingRevenue
        | AccountSort::TrailingOrders
        | AccountSort::ChurnRisk
        | AccountSort::RevenueAtRisk
        | AccountSort::Priority
        | AccountSort::LastOrder
        | AccountSort::Health => Direction::Descending,
    }
}

/// The accounts a query asks for, with what rows are drawn from.
pub(crate) struct AccountList<'a> {
    book: &'a Book,
    caller: &'a Caller,
    filter: Filter,
    summaries: Arc<Summaries>,
    places: Places,
    level: AccountLevel,
}

impl<'a> AccountList<'a> {
    /// The accounts of a query that the caller may see.
    ///
    /// # Errors
    /// `Invalid` for an area or a place that cannot be read; `Forbidden` for a sequence by profits that the caller may
    /// not see.
    pub(crate) fn of(book: &'a Book, caller: &'a Caller, query: &AccountQuery) -> Answer<Self> {
        if query.sort == Some(AccountSort::Priority) && !caller.may_see_profit() {
            return Err(AppError::Forbidden);
        }
        let places = Places::of(query)?;
        let summaries = book.summaries(query.as_of.unwrap_or_else(|| book.as_of()));
        let figures = Figures::of(query);
        let is_buyer = buys(book, &summaries, query.category);
        let positions = book.dimensions().account_columns();
        let groups = book.matching_groups(caller, query, &places);
        let asks_for_places = places.are_asked() && groups.is_none();
        let matching = groups.unwrap_or_else(|| book.matching(caller, query));
        let mut filter = matching.retain_accounts(|index, _| {
            figures.hold(summaries.trailing_cents(index), summaries.trailing_orders(index)) && is_buyer(index)
        });
        drop(is_buyer);
        if asks_for_places {
            filter = filter.retain_accounts(|index, _| places.hold(positions.position(index)));
        }
        let level = query.level.unwrap_or_default();
        Ok(Self { book, caller, filter, summaries, places, level })
    }

    /// The matching accounts.
    pub(crate) fn filter(&self) -> &Filter {
        &self.filter
    }

    /// Net sales of the twelve months up to the as-of date.
    pub(crate) fn trailing_cents(&self, index: u32) -> i64 {
        self.summaries.trailing_cents(index)
    }

    /// Valid orders of those twelve months.
    pub(crate) fn trailing_orders(&self, index: u32) -> i64 {
        self.summaries.trailing_orders(index)
    }

    /// Average net amount of one of them; none without an order.
    pub(crate) fn order_cents(&self, index: u32) -> Option<i64> {
        self.summaries.order_cents(index)
    }

    /// Kilometres of an account from the place asked for; of a group, of its nearest account.
    pub(crate) fn distance_km(&self, index: u32) -> Option<f64> {
        let positions = self.book.dimensions().account_columns();
        let distance_km = |member| self.places.distance_km(positions.position(member));
        match self.book.is_group(index) {
            true => self.book.members_of(index).filter_map(distance_km).min_by(f64::total_cmp),
            false => distance_km(index),
        }
    }

    /// Where an account is; a group is in several places.
    fn position(&self, index: u32) -> Option<[f64; 2]> {
        let position = self.book.dimensions().account_columns().position(index)?;
        (!self.book.is_group(index)).then(|| to_the_metre(position))
    }

    /// How many accounts a row of this list puts together.
    fn members(&self, index: u32) -> Option<u32> {
        match self.level {
            AccountLevel::ShipTo => None,
            AccountLevel::Parent => u32::try_from(self.book.members_of(index).count().max(1)).ok(),
        }
    }

    /// The first accounts in the order asked for.
    pub(crate) fn in_order(&self, query: &AccountQuery, most: usize) -> Vec<u32> {
        let (rows, _total) = paging::first_rows(Order::of(self, query).rows(), None, most);
        rows.into_iter().map(|(_, index)| index).collect()
    }

    /// Rows of the given accounts, in that order.
    pub(crate) fn rows(&self, indices: &[u32]) -> Vec<AccountRow> {
        let ranking = self.ranking();
        let everything = Filter::all(self.book.snapshot());
        indices.iter().filter_map(|index| self.row(*index, &everything, &ranking)).collect()
    }

    /// Money at risk of every account in the caller's scope, largest first: an account's place in it is its rank.
    fn ranking(&self) -> Cow<'_, [i64]> {
        if self.caller.scope == Scope::All {
            return Cow::Borrowed(self.summaries.ranking(self.book));
        }
        let visible = self.book.visible_to(self.caller);
        let at_risk = |index| self.summaries.at_risk_cents(self.book, index);
        let mut ranking: Vec<i64> = visible.indices().filter_map(at_risk).collect();
        ranking.sort_unstable_by(|left, right| right.cmp(left));
        Cow::Owned(ranking)
    }

    /// Of an account with this risk, for callers who may see its profit.
    fn priority(&self, risk: Probability, summary: &AccountSummary) -> Option<Priority> {
        let profit = summary.trailing.known_profit_cents().filter(|_| self.caller.may_see_profit())?;
        let value_cents = money_at_risk(risk, Cents(profit));
        Some(Priority { value_cents, trailing_profit_cents: Cents(profit) })
    }

    fn row(&self, index: u32, everything: &Filter, ranking: &[i64]) -> Option<AccountRow> {
        let account = self.book.dimensions().account(index)?;
        let history = self.book.snapshot().history(index)?;
        let summary = account_rows::account_summary(history, everything, self.summaries.as_of());
        let standing = self.book.standing(index);
        let window = standing.and_then(|standing| standing.window);
        let at_risk = self.summaries.at_risk_cents(self.book, index);
        Some(AccountRow {
            account: Book::account_ref(account),
            external_id: account.external_id.to_string(),
            rep: account.rep.and_then(|rep| self.book.rep_ref(rep)),
            segment: standing.map(|standing| standing.segment),
            churn_risk: standing.and_then(|standing| standing.churn_risk),
            churn_rank: at_risk.and_then(|cents| rank(ranking, cents)),
            health: standing.and_then(|standing| standing.health),
            last_order: summary.last_order.map(day::to_date),
            next_order: window.map(|(from, to)| Band { from, to }),
            overdue_days: window.and_then(|(_, to)| days_past(to, self.book.scoring()?.as_of)),
            trailing_revenue_cents: Cents(summary.trailing.revenue_cents),
            trailing_orders: i64::from(summary.trailing_orders),
            priority: standing.and_then(|standing| self.priority(standing.churn_risk?, &summary)),
            monthly_revenue_cents: summary.monthly_revenue_cents.map(Cents).into(),
            position: self.position(index),
            distance_km: self.distance_km(index),
            members: self.members(index),
        })
    }
}

fn to_the_metre(position: [f32; 2]) -> [f64; 2] {
    position.map(|degrees| (f64::from(degrees) * 1e5).round() / 1e5)
}

fn rank(ranking: &[i64], cents: i64) -> Option<u32> {
    let before = ranking.partition_point(|other| *other > cents);
    u32::try_from(before + 1).ok()
}

/// The sequence of a list.
struct Order<'a> {
    list: &'a AccountList<'a>,
    sort: AccountSort,
    direction: Direction,
}

impl<'a> Order<'a> {
    fn of(list: &'a AccountList<'a>, query: &AccountQuery) -> Self {
        let sort = query.sort.unwrap_or_default();
        Self { list, sort, direction: query.direction.unwrap_or(usual_direction(sort)) }
    }

    /// Every matching account with its place.
    fn rows(&self) -> Box<dyn Iterator<Item = (Rank, u32)> + '_> {
        let AccountList { book, summaries, .. } = self.list;
        let standing = |index| book.standing(index);
        match self.sort {
            AccountSort::TrailingRevenue => self.by(|index| Some(summaries.trailing_cents(index))),
            AccountSort::TrailingOrders => self.by(|index| Some(summaries.trailing_orders(index))),
            AccountSort::ChurnRisk => self.by(move |index| Some(millionths(standing(index)?.churn_risk?))),
            AccountSort::RevenueAtRisk => self.by(|index| summaries.at_risk_cents(book, index)),
            AccountSort::Priority => self.by(|index| summaries.priority_cents(book, index)),
            AccountSort::LastOrder => {
                let last_orders = &summaries.ever(book).last_order;
                self.by(|index| last_orders.get(index as usize).copied().flatten().map(i64::from))
            }
            AccountSort::NextOrder => {
                self.by(move |index| Some(standing(index)?.typical?.num_days_from_ce().into()))
            }
            AccountSort::Health => self.by(move |index| Some(standing(index)?.health?.into())),
            AccountSort::Name => self.by(|index| Some(book.names().place(index).into())),
            AccountSort::Distance => {
                self.by(|index| self.list.distance_km(index).map(|km| (km * METRES).round() as i64))
            }
        }
    }

    fn by<'s>(
        &'s self,
        number: impl Fn(u32) -> Option<i64> + 's,
    ) -> Box<dyn Iterator<Item = (Rank, u32)> + 's> {
        let ids = self.list.book.dimensions().account_columns().ids();
        Box::new(self.list.filter.indices().map(move |index| {
            let id = ids.get(index as usize).copied().unwrap_or_default();
            ((paging::rank_of(number(index), self.direction), id), index)
        }))
    }

    /// What a cursor says of a row.
    fn candidate(&self, (rank, id): Rank, index: u32) -> Candidate {
        let key = match self.sort {
            AccountSort::Name => SortKey::Text(self.list.book.names().name(index).to_owned()),
            _ => SortKey::number(paging::number_of(rank, self.direction)),
        };
        Candidate { key, id, index }
    }

    /// The place of the row that a cursor names, or where it would be.
    fn place_after(&self, cursor: &Candidate) -> Answer<Rank> {
        let Candidate { key, id, .. } = cursor;
        match (key, self.sort) {
            (SortKey::Text(name), AccountSort::Name) => Ok(self.place_after_name(name, *id)),
            (_, AccountSort::Name) | (SortKey::Text(_), _) => Err(AppError::InvalidCursor),
            (SortKey::Number(number), _) => Ok((paging::rank_of(Some(*number), self.direction), *id)),
            (SortKey::Missing(()), _) => Ok((paging::rank_of(None, self.direction), *id)),
        }
    }

    /// Names are told apart by their places, which move when accounts come and go: a cursor names the name itself.
    fn place_after_name(&self, name: &str, id: i64) -> Rank {
        let book = self.list.book;
        let up_to = book.names().places_up_to(book.dimensions(), name, id);
        let up_to = i64::try_from(up_to).unwrap_or(i64::MAX);
        match self.direction {
            Direction::Ascending => (paging::rank_of(Some(up_to - 1), self.direction), i64::MAX),
            // The row itself is the last of those; without it, whatever comes before is next.
            Direction::Descending => {
                let is_there = book.names().is_last_up_to(book.dimensions(), name, id);
                (paging::rank_of(Some(up_to - i64::from(is_there)), self.direction), i64::MAX)
            }
        }
    }
}

fn millionths(probability: Probability) -> i64 {
    (probability.get() * 1e6).round() as i64
}

fn days_past(last: NaiveDate, as_of: NaiveDate) -> Option<i64> {
    let days = (as_of - last).num_days();
    (days > 0).then_some(days)
}

#[cfg(test)]
mod tests;
