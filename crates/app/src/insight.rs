//! Insights: the weekly rollup and the lowest performing customers (F7–F10; rules, sections 5 and 6).

mod partial_day;
mod probably_lost;

pub(crate) use probably_lost::KnownLost;

use crate::book::Book;
use crate::dashboard::first_weekday;
use crate::{Answer, App, AppError, Caller, clock, paging};
use bellwether_core::dashboard::Movement;
use bellwether_core::insight::{
    LowestBy, LowestPerforming, LowestQuery, LowestRow, RollupQuery, WeeklyRollup,
};
use bellwether_core::{Cents, RepId, Scope};
use bellwether_ledger::day;
use bellwether_scoring::insights::{
    Ranked, Ranking, WeekSales, lowest_performing, lowest_performing::USUAL_FLOOR_CENTS, progress,
    week_window,
};

/// Rows of a ranking when the caller does not say.
const USUAL_ROWS: u32 = 20;

impl App {
    /// Sales of one week against the one before.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn weekly_rollup(&self, caller: &Caller, query: &RollupQuery) -> Answer<WeeklyRollup> {
        let book = self.book();
        let as_of = query.as_of.unwrap_or_else(|| book.as_of());
        let filter = book.accounts_of(caller, query.rep);
        let window = week_window(as_of, query.week.unwrap_or_default(), first_weekday(&book));
        let cut = self.cut_of_today(&book, caller, &filter, window, as_of)?;
        let sales = WeekSales::of(book.snapshot(), &filter, window, &cut.late);
        let drafts = book.drafts();
        let open = || drafts.open(book.snapshot(), &filter, day::from_date(as_of));
        let target = self.target_of_dates(&book, caller, query.rep, window.current.period())?;
        let net = sales.totals.revenue();
        Ok(WeeklyRollup {
            as_of,
            scope: words_of_scope(&book, caller, query.rep),
            period: window.current.period(),
            compared_with: window.previous.period(),
            cut_at: cut.at.map(clock::utc),
            cut_time: cut.at.and_then(|at| partial_day::clock_time(at, &book.settings().time_zone)),
            sales: net,
            credits: Movement::of_money(
                Cents(sales.credits_cents.current),
                Cents(sales.credits_cents.previous),
            ),
            orders: sales.totals.orders(),
            margin: caller.may_see_gp(book.settings()).then(|| sales.totals.margin()),
            target: target.and_then(|target| progress(net.current, target)),
            drafts: i64::try_from(open().count()).unwrap_or(i64::MAX),
            drafts_cents: open().map(|(_, order)| Cents(order.revenue_cents)).sum(),
            days: sales.days(),
        })
    }

    /// The lowest performing customers.
    ///
    /// # Errors
    /// `Forbidden` when ranked by GP % without the right to see margins, `Invalid`.
    pub fn lowest_performing(&self, caller: &Caller, query: &LowestQuery) -> Answer<LowestPerforming> {
        let book = self.book();
        let ranking = ranking_of(query)?;
        if ranking.by == LowestBy::GpPercent && !caller.may_see_gp(book.settings()) {
            return Err(AppError::Forbidden);
        }
        let limit = paging::rows_of(query.limit, USUAL_ROWS)?;
        let as_of = query.as_of.unwrap_or_else(|| book.as_of());
        let filter = book.accounts_of(caller, query.rep);
        let lowest = lowest_performing(book.snapshot(), &filter, as_of, &ranking, limit);
        let window = ranking.window(as_of);
        Ok(LowestPerforming {
            as_of,
            scope: words_of_scope(&book, caller, query.rep),
            period: window.current.period(),
            compared_with: window.previous.period(),
            by: ranking.by,
            against: ranking.against,
            floor_cents: Cents(ranking.floor_cents),
            rows: lowest.rows.iter().filter_map(|row| shown(&book, row)).collect(),
            ranked: lowest.ranked,
            no_units: lowest.no_units,
            no_sales: lowest.no_sales,
            too_small: lowest.too_small,
            cost_unknown: lowest.cost_unknown,
            unconverted_products: lowest.unconverted_products,
        })
    }
}

fn ranking_of(query: &LowestQuery) -> Answer<Ranking> {
    let floor_cents = query.floor_cents.unwrap_or(USUAL_FLOOR_CENTS);
    if floor_cents < 0 {
        return Err(AppError::invalid("floor_cents", "use 0 or more"));
    }
    Ok(Ranking {
        by: query.by.unwrap_or_default(),
        against: query.against.unwrap_or_default(),
        period: query.period.unwrap_or_default(),
        floor_cents,
        no_units: query.no_units,
    })
}

fn shown(book: &Book, row: &Ranked) -> Option<LowestRow> {
    let account = book.dimensions().account(row.account)?;
    Some(LowestRow {
        account: Book::account_ref(account),
        rep: account.rep.and_then(|rep| book.rep_ref(rep)),
        sales: row.amounts.revenue(),
        units_milli: row.amounts.units_milli(),
        gp_rate: row.gp_rate.current,
        previous_gp_rate: row.gp_rate.previous,
        is_new: row.is_new,
    })
}

/// Whose accounts a figure is made of. A rep who has none that the caller may see is not named.
pub(crate) fn words_of_scope(book: &Book, caller: &Caller, rep: Option<RepId>) -> String {
    if let Some(rep) = rep {
        let is_visible = book.accounts_of(caller, Some(rep)).accounts().next().is_some();
        let found = book.rep_by_id(rep).filter(|_| is_visible);
        return found.map_or_else(|| "No accounts".to_owned(), |rep| format!("Accounts of {}", rep.name));
    }
    match &caller.scope {
        Scope::All => "All accounts".to_owned(),
        Scope::Nothing => "No accounts".to_owned(),
        Scope::Rep(own) => book
            .rep_by_id(*own)
            .map_or_else(|| "Your accounts".to_owned(), |rep| format!("Accounts of {}", rep.name)),
        Scope::Regions(regions) => {
            let names = regions.iter().filter_map(|region| book.region_by_id(*region));
            let names: Vec<String> = names.map(|region| region.name).collect();
            format!("Accounts in {}", names.join(", "))
        }
    }
}
