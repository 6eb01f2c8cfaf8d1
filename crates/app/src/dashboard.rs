//! The executive dashboard and the segments (E1–E4, W1).

use crate::book::Book;
use crate::filter::Question;
use crate::{Answer, App, Caller};
use bellwether_core::dashboard::{Dashboard, FactFilter, SegmentSummary, TopAccount, TopProduct, TopRep};
use bellwether_core::settings::WeekStart;
use bellwether_core::{Cents, Role, Segment};
use bellwether_ledger::top::{self, AccountRanking};
use bellwether_ledger::{Buckets, kpi, series};
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
        let snapshot = book.snapshot();
        let buckets = Buckets::fitting(window.current, first_weekday(&book));
        Ok(Dashboard {
            as_of: *as_of,
            period: window.current.period(),
            compared_with: window.previous.period(),
            kpis: kpi::totals(snapshot, filter, *window).kpis(caller.permissions.view_margin),
            series: series::series(snapshot, filter, &buckets),
            compared_series: series::series(snapshot, filter, &buckets.moved_to(window.previous)),
            segments: segment_summaries(&book, &question),
            top_accounts: top_accounts(&book, &question, AccountRanking::Revenue),
            top_accounts_by_order: top_accounts(&book, &question, AccountRanking::LargestOrder),
            top_reps: top_reps(&book, caller, &question),
            top_products: top_products(&book, &question),
        })
    }

    /// Segments with counts and money.
    ///
    /// # Errors
    /// `InvalidPeriod`.
    pub fn segments(&self, caller: &Caller, facts: &FactFilter) -> Answer<Vec<SegmentSummary>> {
        let book = self.book();
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
    for (index, _) in question.filter.accounts() {
        let Some(standing) = book.standing(index) else { continue };
        let trailing = Cents(summaries.of(index).trailing.revenue_cents);
        if let Some(card) = cards.iter_mut().find(|card| card.segment == standing.segment) {
            card.accounts += 1;
            card.trailing_revenue_cents += trailing;
            card.at_risk_cents += standing.at_risk(trailing);
        }
    }
    cards.into()
}

fn top_accounts(book: &Book, question: &Question, ranking: AccountRanking) -> Vec<TopAccount> {
    top::top_accounts(book.snapshot(), &question.filter, question.window, ranking, TOP)
        .into_iter()
        .filter_map(|ranked| {
            Some(TopAccount {
                account: Book::account_ref(book.dimensions().account(ranked.account)?),
                revenue: ranked.totals.revenue(),
                orders: ranked.totals.current.orders,
                largest_order_cents: Cents(ranked.totals.current.largest_order_cents),
                segment: book.standing(ranked.account).map(|standing| standing.segment),
            })
        })
        .collect()
}

fn top_reps(book: &Book, caller: &Caller, question: &Question) -> Vec<TopRep> {
    if caller.role == Role::Rep && book.settings().hide_leaderboard_from_reps {
        return Vec::new();
    }
    top::top_reps(book.snapshot(), &question.filter, question.window, TOP, ORDER_VALUES)
        .into_iter()
        .filter_map(|ranked| {
            Some(TopRep {
                rep: book.rep_ref(ranked.rep)?,
                revenue: ranked.totals.revenue(),
                orders: ranked.totals.current.orders,
                order_value_quartiles: ranked.order_values.five_numbers.map(Cents),
                order_values: ranked.order_values.sample.into_iter().map(Cents).collect(),
            })
        })
        .collect()
}

fn top_products(book: &Book, question: &Question) -> Vec<TopProduct> {
    top::top_products(book.snapshot(), &question.filter, question.window, TOP)
        .into_iter()
        .filter_map(|ranked| {
            Some(TopProduct {
                product: book.product_ref(ranked.product)?,
                revenue: ranked.revenue(),
                units_milli: ranked.amounts.current.quantity_milli,
            })
        })
        .collect()
}
