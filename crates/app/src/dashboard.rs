//! The executive dashboard and the segments (E1–E4, W1).

use crate::book::Book;
use crate::filter::Question;
use crate::{Answer, App, Caller};
use bellwether_core::dashboard::{Dashboard, FactFilter, SegmentSummary, TopAccount, TopProduct, TopRep};
use bellwether_core::settings::WeekStart;
use bellwether_core::{Cents, Role, Segment};
use bellwether_ledger::Buckets;
use bellwether_ledger::overview::{Shown, overview};
use bellwether_ledger::top::{RankedAccount, RankedProduct, RankedRep};
use chrono::Weekday;

/// Rows of each ranking.
const TOP: usize = 10;
/// Order values drawn for each rep.
const ORDER_VALUES: usize = 60;

impl App {
    /// The executive page in one answer.
    ///
    /// # Errors
    /// `InvalidPeriod`.
    pub fn dashboard(&self, caller: &Caller, facts: &FactFilter) -> Answer<Dashboard> {
        let book = self.book();
        let question = book.question(caller, facts)?;
        let Question { as_of, window, filter } = &question;
        let buckets = Buckets::fitting(window.current, first_weekday(&book));
        let shown = Shown { rows: TOP, order_values: ORDER_VALUES };
        let page = overview(book.snapshot(), filter, *window, &buckets, shown);
        Ok(Dashboard {
            as_of: *as_of,
            period: window.current.period(),
            compared_with: window.previous.period(),
            kpis: page.totals.kpis(caller.may_see_profit()),
            series: page.series.current,
            compared_series: page.series.previous,
            profit_series: caller
                .may_see_profit()
                .then(|| page.profit_cents.into_iter().map(Cents).collect()),
            active_series: page.active_accounts,
            segments: segment_summaries(&book, &question),
            top_accounts: page.by_revenue.iter().filter_map(|row| top_account(&book, row)).collect(),
            top_accounts_by_order: page
                .by_largest_order
                .iter()
                .filter_map(|row| top_account(&book, row))
                .collect(),
            top_reps: top_reps(&book, caller, page.reps),
            top_products: page.products.iter().filter_map(|row| top_product(&book, row)).collect(),
        })
    }

    /// Segments with counts and money.
    ///
    /// # Errors
    /// `InvalidPeriod`.
    pub fn segments(&self, caller: &Caller, facts: &FactFilter) -> Answer<Vec<SegmentSummary>> {
        let book = self.book().at_level(caller, facts.level)?;
        let question = book.question(caller, facts)?;
        Ok(segment_summaries(&book, &question))
    }
}

/// The organisation's first day of the week.
pub(crate) fn first_weekday(book: &Book) -> Weekday {
    match book.settings().week_start {
        WeekStart::Monday => Weekday::Mon,
        WeekStart::Sunday => Weekday::Sun,
    }
}

fn segment_summaries(book: &Book, question: &Question) -> Vec<SegmentSummary> {
    let summaries = book.summaries(question.as_of);
    let mut cards = Segment::ALL.map(|segment| SegmentSummary {
        segment,
        accounts: 0,
        trailing_revenue_cents: Cents::ZERO,
        at_risk_cents: Cents::ZERO,
    });
    for index in question.filter.indices() {
        let Some(segment) = book.standings().segment(index) else { continue };
        // The cards are in the sequence of the segments.
        let Some(card) = cards.get_mut(segment as usize) else { continue };
        card.accounts += 1;
        card.trailing_revenue_cents += Cents(summaries.trailing_cents(index));
        card.at_risk_cents += Cents(summaries.at_risk_cents(book, index).unwrap_or(0));
    }
    cards.into()
}

fn top_account(book: &Book, ranked: &RankedAccount) -> Option<TopAccount> {
    Some(TopAccount {
        account: Book::account_ref(book.dimensions().account(ranked.account)?),
        revenue: ranked.totals.revenue(),
        orders: ranked.totals.current.orders,
        largest_order_cents: Cents(ranked.totals.current.largest_order_cents),
        segment: book.standings().segment(ranked.account),
    })
}

fn top_reps(book: &Book, caller: &Caller, ranked: Vec<RankedRep>) -> Vec<TopRep> {
    if caller.role == Role::Rep && book.settings().hide_leaderboard_from_reps {
        return Vec::new();
    }
    let shown = ranked.into_iter().filter_map(|ranked| {
        Some(TopRep {
            rep: book.rep_ref(ranked.rep)?,
            revenue: ranked.revenue(),
            orders: i64::try_from(ranked.order_values.count).unwrap_or(i64::MAX),
            order_value_quartiles: ranked.order_values.five_numbers.map(Cents),
            order_values: ranked.order_values.sample.into_iter().map(Cents).collect(),
        })
    });
    shown.collect()
}

fn top_product(book: &Book, ranked: &RankedProduct) -> Option<TopProduct> {
    Some(TopProduct {
        product: book.product_ref(ranked.product)?,
        revenue: ranked.revenue(),
        units_milli: ranked.quantity_milli.current,
    })
}
