//! Everything about one account on one page (D1–D5, G5).

use crate::account_group::with_group;
use crate::book::Book;
use crate::score::stored_score;
use crate::{Answer, App, AppError, Caller};
use bellwether_core::account::{
    AccountDetail, AccountLevel, LevelQuery, NearbyAccount, OrderRow, ProductPurchases,
};
use bellwether_core::period::{Comparison, Granularity};
use bellwether_core::score::Score;
use bellwether_core::{AccountId, Cents, OrderId};
use bellwether_ledger::{
    Account, Buckets, DayRange, Filter, History, Totals, Window, account_rows, cadence, day, purchases,
    series,
};
use bellwether_store::scores;
use bellwether_territory::distance_km;
use chrono::{Months, NaiveDate};

const GAPS_SHOWN: usize = 40;
const PRODUCTS_SHOWN: usize = 200;
const ORDERS_SHOWN: usize = 50;
const MONTHS_SHOWN: u32 = 36;
const NEARBY_KM: f64 = 25.0;
/// Shown when nobody is that near.
const NEAREST: usize = 10;
const NEARBY_SHOWN: usize = 25;
/// Kilometres of one degree of latitude, rounded down so that the box is never too small.
const KM_A_DEGREE: f64 = 110.0;

impl App {
    /// Everything about one account, or about the group it belongs to.
    ///
    /// # Errors
    /// `NotFound` when it does not exist or is not the caller's.
    pub fn account(&self, caller: &Caller, id: AccountId, query: &LevelQuery) -> Answer<AccountDetail> {
        let book = self.book().at_level(caller, query.level)?;
        let (index, account) = book.standing_for(&caller.scope, id)?;
        let score = self.score_of(&book, caller, index, account.id)?;
        let history = book.snapshot().history(index).ok_or(AppError::NotFound)?;
        let detail = detail(&book, caller, index, account, history, score);
        Ok(with_group(detail, &book, caller, index, query.level.unwrap_or_default()))
    }
}

impl App {
    /// The latest score of an account in the caller's scope; none before its first scoring.
    pub(crate) fn score_of(
        &self,
        book: &Book,
        caller: &Caller,
        index: u32,
        id: AccountId,
    ) -> Answer<Option<Score>> {
        let row = match book.rejudged(id) {
            Some(row) => Some(row.clone()),
            // What is stored is the account's own.
            None if book.is_group(index) => None,
            None => self.store.read(|conn| scores::find(conn, &caller.scope, id))?,
        };
        row.map(|row| stored_score(&row.body)).transpose()
    }
}

fn detail(
    book: &Book,
    caller: &Caller,
    index: u32,
    account: &Account,
    history: &History,
    score: Option<Score>,
) -> AccountDetail {
    let as_of = book.as_of();
    let today = day::from_date(as_of);
    let everything = Filter::all(book.snapshot());
    let days: Vec<i32> = history.order_days(today).collect();
    let lifetime = Totals::of_history(history, &everything, DayRange::up_to(today));
    let year = bellwether_ledger::Compared::<Totals>::of_history(history, &everything, trailing_year(as_of));
    let gaps = cadence::gaps_days(history, today);
    AccountDetail {
        account: Book::account_ref(account),
        external_id: account.external_id.to_string(),
        street: account.street.to_string(),
        postal_code: account.postal_code.to_string(),
        industry: account.industry.to_string(),
        phone: Some(account.phone.to_string())
            .filter(|phone| caller.permissions.view_contacts && !phone.is_empty()),
        position: position(account),
        rep: account.rep.and_then(|rep| book.rep_ref(rep)),
        region: account.region.and_then(|region| book.region_ref(region)),
        as_of,
        score,
        first_order: days.first().copied().map(day::to_date),
        last_order: days.last().copied().map(day::to_date),
        days_since_last_order: days.last().map(|last| i64::from(today - last)),
        median_gap_days: cadence::median_gap_days(history, today),
        gaps_days: gaps.iter().skip(gaps.len().saturating_sub(GAPS_SHOWN)).copied().collect(),
        orders: lifetime.orders,
        lifetime_revenue_cents: Cents(lifetime.amounts.revenue_cents),
        trailing_revenue: year.revenue(),
        margin: caller.may_see_profit().then(|| year.margin()),
        monthly: series::account_series(
            book.snapshot(),
            index,
            &everything,
            &Buckets::calendar(charted(as_of, days.first().copied()), Granularity::Month, 1),
        ),
        products: products(book, caller, history, as_of),
        recent_orders: recent_orders(history, today, ORDERS_SHOWN),
        nearby: nearby(book, caller, index, account),
        level: AccountLevel::default(),
        group: None,
    }
}

fn position(account: &Account) -> Option<[f64; 2]> {
    Some([f64::from(account.latitude?), f64::from(account.longitude?)])
}

fn months_before(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN)
}

fn trailing_year(as_of: NaiveDate) -> Window {
    Window::of(account_rows::trailing_months(as_of).period(), Comparison::SameLastYear, as_of)
}

/// From the first order on, but no further back than can be drawn.
fn charted(as_of: NaiveDate, first_order: Option<i32>) -> DayRange {
    let until = as_of.succ_opt().unwrap_or(as_of);
    let earliest = day::from_date(months_before(until, MONTHS_SHOWN));
    let from = first_order.map_or(earliest, |first| first.max(earliest));
    DayRange { from, until: day::from_date(until) }
}

fn products(book: &Book, caller: &Caller, history: &History, as_of: NaiveDate) -> Vec<ProductPurchases> {
    let mut bought = purchases::purchases(history, as_of);
    bought.sort_by_key(|purchases| (std::cmp::Reverse(purchases.amounts.revenue_cents), purchases.product));
    bought
        .into_iter()
        .take(PRODUCTS_SHOWN)
        .filter_map(|bought| {
            Some(ProductPurchases {
                product: book.product_ref(bought.product)?,
                quantity_milli: bought.amounts.quantity_milli,
                revenue_cents: Cents(bought.amounts.revenue_cents),
                profit_cents: bought
                    .amounts
                    .known_profit_cents()
                    .filter(|_| caller.may_see_profit())
                    .map(Cents),
                first: bought.first,
                last: bought.last,
                purchases: bought.purchase_days,
                median_gap_days: bought.median_gap_days,
                trend: bought.trend,
            })
        })
        .collect()
}

/// The latest orders of an account up to a day, the newest first.
pub(crate) fn recent_orders(history: &History, today: i32, most: usize) -> Vec<OrderRow> {
    history
        .orders_up_to(today)
        .iter()
        .rev()
        .take(most)
        .map(|order| OrderRow {
            id: OrderId(order.id),
            placed_on: day::to_date(order.day),
            status: order.status,
            revenue_cents: Cents(order.revenue_cents),
            lines: order.line_count,
            site: None,
        })
        .collect()
}

/// Accounts within 25 km, else the ten nearest, inside the caller's scope.
fn nearby(book: &Book, caller: &Caller, index: u32, account: &Account) -> Vec<NearbyAccount> {
    let Some([latitude, longitude]) = position(account) else { return Vec::new() };
    let others = || {
        let visible = book.accounts_in(&caller.scope).filter(|(other, _)| *other != index);
        visible.filter_map(|(other, found)| Some((other, position(found)?)))
    };
    let measure = |(other, place): (u32, [f64; 2])| (distance_km((latitude, longitude), place.into()), other);
    let is_in_band = |place: &[f64; 2]| (place[0] - latitude).abs() <= NEARBY_KM / KM_A_DEGREE;
    let in_band = others().filter(|(_, place)| is_in_band(place)).map(measure);
    let mut near: Vec<(f64, u32)> = in_band.filter(|(distance, _)| *distance <= NEARBY_KM).collect();
    let mut shown = NEARBY_SHOWN;
    if near.is_empty() {
        near = others().map(measure).collect();
        shown = NEAREST;
    }
    near.sort_by(|left, right| left.0.total_cmp(&right.0).then(left.1.cmp(&right.1)));
    near.into_iter()
        .take(shown)
        .filter_map(|(distance_km, other)| {
            let found = book.dimensions().account(other)?;
            Some(NearbyAccount {
                account: Book::account_ref(found),
                distance_km,
                segment: book.standing(other).map(|standing| standing.segment),
                position: position(found)?,
            })
        })
        .collect()
}
