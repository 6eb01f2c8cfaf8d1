//! The account list as a file (W4): every account that matches, in the order and with the columns asked for.

use super::cell::{Cell, date, text};
use super::filters::Filters;
use super::{ExportedFile, MOST_ROWS, Table};
use crate::account_list::AccountList;
use crate::book::money_at_risk;
use crate::{Answer, App, AppError, Caller};
use bellwether_core::account::{AccountLevel, AccountQuery, AccountRow};
use bellwether_core::export::{AccountColumn, ExportQuery};
use chrono::{Months, NaiveDate};

/// Months of the trend.
const MONTHS: u32 = 12;
/// Rows drawn at a time.
const DRAWN: usize = 2_000;

impl App {
    /// The accounts of a query as a file, in the order asked for. Its limit and cursor are ignored.
    ///
    /// # Errors
    /// `Invalid`, also when there are more rows than a file may have; `Conflict` while another file of the caller's is
    /// written; `Unavailable` when there is no room for it.
    pub fn export_accounts(
        &self,
        caller: &Caller,
        query: &AccountQuery,
        export: &ExportQuery,
    ) -> Answer<ExportedFile> {
        let book = self.book().at_level(caller, query.level)?;
        let as_of = query.as_of.unwrap_or_else(|| book.as_of());
        let asked = asked_columns(caller, export.columns.as_deref())?;
        let columns = Columns::of(query, asked, as_of, &book.settings().currency);
        let table = Table {
            of: "Accounts",
            heads: columns.heads().map(str::to_owned).collect(),
            filters: Filters::of_accounts(&book, caller, query),
            as_of,
        };
        self.export(caller, export.format, table, |take| {
            let list = AccountList::of(&book, caller, query)?;
            let rows = list.in_order(query, MOST_ROWS + 1);
            for some in rows.chunks(DRAWN) {
                list.rows(some).iter().try_for_each(|row| take(columns.cells(row)))?;
            }
            Ok(())
        })
    }
}

/// What a column holds; some columns of the list are several of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// As in the list.
    Listed(AccountColumn),
    /// End of the window of the next order.
    NextOrderTo,
    /// Sales of a month of the trend, the oldest 0.
    Month(usize),
    /// Accounts that the row puts together.
    Members,
    /// Kilometres from the place asked for.
    Distance,
    /// The date facts are read as of.
    AsOf,
}

/// The columns of a file.
#[derive(Debug)]
struct Columns {
    parts: Vec<(Part, String)>,
    as_of: NaiveDate,
}

impl Columns {
    /// The columns asked for. The number of accounts of a row, the distance and the as-of date come along where they
    /// mean something.
    fn of(query: &AccountQuery, asked: Vec<AccountColumn>, as_of: NaiveDate, currency: &str) -> Self {
        let mut parts = Vec::new();
        for column in asked {
            add(&mut parts, column, as_of, currency);
        }
        if query.level == Some(AccountLevel::Parent) {
            parts.push((Part::Members, "Sites".to_owned()));
        }
        if query.near.is_some() {
            parts.push((Part::Distance, "Distance (km)".to_owned()));
        }
        parts.push((Part::AsOf, "As of".to_owned()));
        Self { parts, as_of }
    }

    /// The words above each column.
    fn heads(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|(_, head)| head.as_str())
    }

    /// The cells of a row.
    fn cells(&self, row: &AccountRow) -> Vec<Cell> {
        self.parts.iter().map(|(part, _)| self.cell(*part, row)).collect()
    }

    fn cell(&self, part: Part, row: &AccountRow) -> Cell {
        match part {
            Part::Listed(column) => listed(column, row),
            Part::NextOrderTo => date(row.next_order.map(|band| band.to)),
            Part::Month(month) => {
                row.monthly_revenue_cents.get(month).map_or(Cell::Empty, |cents| Cell::Money(*cents))
            }
            Part::Members => row.members.map_or(Cell::Count(1), |members| Cell::Count(members.into())),
            Part::Distance => row.distance_km.map_or(Cell::Empty, Cell::Decimal),
            Part::AsOf => Cell::Date(self.as_of),
        }
    }
}

/// Columns by their words, in display order; all that the caller may see when nothing is asked.
///
/// # Errors
/// `Invalid` for a word that is no column; `Forbidden` for one of profits that the caller may not see.
fn asked_columns(caller: &Caller, asked: Option<&str>) -> Answer<Vec<AccountColumn>> {
    let may_see = |column: &AccountColumn| caller.may_see_profit() || !column.is_of_profit();
    let Some(asked) = asked.map(str::trim).filter(|asked| !asked.is_empty()) else {
        return Ok(AccountColumn::ALL.into_iter().filter(may_see).collect());
    };
    let known = |word: &str| {
        AccountColumn::from_code(word.trim()).ok_or_else(|| {
            let words: Vec<&str> = AccountColumn::ALL.into_iter().map(AccountColumn::code).collect();
            AppError::invalid("columns", format!("use some of {}, separated by commas", words.join(", ")))
        })
    };
    let asked: Vec<AccountColumn> = asked.split(',').map(known).collect::<Answer<_>>()?;
    if !asked.iter().all(may_see) {
        return Err(AppError::Forbidden);
    }
    Ok(AccountColumn::ALL.into_iter().filter(|column| asked.contains(column)).collect())
}

fn add(parts: &mut Vec<(Part, String)>, column: AccountColumn, as_of: NaiveDate, currency: &str) {
    let own = Part::Listed(column);
    let label = column.label();
    match column {
        AccountColumn::NextOrder => {
            parts.push((own, format!("{label} from")));
            parts.push((Part::NextOrderTo, format!("{label} to")));
        }
        AccountColumn::Trend => {
            let ends = (0..MONTHS).rev().filter_map(|months| as_of.checked_sub_months(Months::new(months)));
            let months = (0..)
                .zip(ends)
                .map(|(month, end)| (Part::Month(month), format!("Net sales, month to {end} ({currency})")));
            parts.extend(months);
        }
        AccountColumn::TrailingRevenue | AccountColumn::AtRisk | AccountColumn::Priority => {
            parts.push((own, format!("{label} ({currency})")))
        }
        AccountColumn::Name
        | AccountColumn::Number
        | AccountColumn::Place
        | AccountColumn::Rep
        | AccountColumn::Segment
        | AccountColumn::ChurnRisk
        | AccountColumn::ChurnRank
        | AccountColumn::Health
        | AccountColumn::LastOrder
        | AccountColumn::TrailingOrders => parts.push((own, label.to_owned())),
    }
}

fn listed(column: AccountColumn, row: &AccountRow) -> Cell {
    match column {
        AccountColumn::Name => text(&row.account.name),
        AccountColumn::Number => text(&row.external_id),
        AccountColumn::Place => text(&row.account.place),
        AccountColumn::Rep => row.rep.as_ref().map_or(Cell::Empty, |rep| text(&rep.name)),
        AccountColumn::Segment => row.segment.map_or(Cell::Empty, |segment| text(segment.label())),
        AccountColumn::ChurnRisk => row.churn_risk.map_or(Cell::Empty, |risk| Cell::Share(risk.get())),
        AccountColumn::ChurnRank => row.churn_rank.map_or(Cell::Empty, |rank| Cell::Count(rank.into())),
        AccountColumn::Health => row.health.map_or(Cell::Empty, |health| Cell::Count(health.into())),
        AccountColumn::LastOrder => date(row.last_order),
        AccountColumn::NextOrder => date(row.next_order.map(|band| band.from)),
        AccountColumn::TrailingRevenue => Cell::Money(row.trailing_revenue_cents),
        AccountColumn::TrailingOrders => Cell::Count(row.trailing_orders),
        AccountColumn::AtRisk => {
            let money = |risk| Cell::Money(money_at_risk(risk, row.trailing_revenue_cents));
            row.churn_risk.map_or(Cell::Empty, money)
        }
        AccountColumn::Priority => {
            row.priority.map_or(Cell::Empty, |priority| Cell::Money(priority.value_cents))
        }
        // It is twelve columns of its own.
        AccountColumn::Trend => Cell::Empty,
    }
}
