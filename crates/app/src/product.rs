//! Products and units (P1–P3).

mod orders;

use crate::paging::{self, Candidate, SortKey};
use crate::{Answer, App, Caller};
use bellwether_core::dashboard::FactFilter;
use bellwether_core::paging::Direction;
use bellwether_core::product::{CategoryUnits, ProductQuery, ProductRow, ProductSort, Units, UnitsQuery};
use bellwether_core::{Cents, Page};
use bellwether_ledger::products::{ProductTotals, product_totals};
use bellwether_ledger::series::{CategoryGroup, category_series};
use bellwether_ledger::{Amounts, Buckets, kpi};

/// Whether a product was bought or paid for in either period: sales may be dated later than the order.
fn is_shown(totals: &ProductTotals) -> bool {
    let is_any = |buyers: i64, amounts: &Amounts| buyers > 0 || *amounts != Amounts::default();
    is_any(totals.accounts.current, &totals.amounts.current)
        || is_any(totals.accounts.previous, &totals.amounts.previous)
}

/// Categories drawn on their own; the rest is summed.
const CATEGORIES_SHOWN: usize = 8;

impl App {
    /// Products with sales, units and buyers.
    ///
    /// # Errors
    /// `InvalidPeriod`, `Invalid`, `InvalidCursor`.
    pub fn products(
        &self,
        caller: &Caller,
        facts: &FactFilter,
        query: &ProductQuery,
    ) -> Answer<Page<ProductRow>> {
        let book = self.book();
        let mut question = book.question(caller, facts)?;
        let sort = query.sort.unwrap_or_default();
        let direction = query.direction.unwrap_or(match sort {
            ProductSort::Name => Direction::Ascending,
            ProductSort::Revenue | ProductSort::Units | ProductSort::Accounts => Direction::Descending,
        });
        let dimensions = book.dimensions();
        if let Some(search) = query.search.as_deref().map(|text| text.trim().to_lowercase()) {
            question.filter = question.filter.retain_products(|index, _| {
                dimensions.product(index).is_some_and(|product| {
                    product.name.to_lowercase().contains(&search)
                        || product.external_id.to_lowercase().contains(&search)
                })
            });
        }
        let totals: Vec<ProductTotals> = product_totals(book.snapshot(), &question.filter, question.window)
            .into_iter()
            .filter(is_shown)
            .collect();
        let candidates = (0..)
            .zip(&totals)
            .filter_map(|(place, totals)| {
                let product = dimensions.product(totals.product)?;
                let key = match sort {
                    ProductSort::Revenue => SortKey::Number(totals.amounts.current.revenue_cents),
                    ProductSort::Units => SortKey::Number(totals.amounts.current.quantity_milli),
                    ProductSort::Accounts => SortKey::Number(totals.accounts.current),
                    ProductSort::Name => SortKey::Text(product.name.to_lowercase()),
                };
                Some(Candidate { key, id: product.id.0, index: place })
            })
            .collect();
        let name = format!("products by {sort:?} {direction:?}");
        let page = paging::slice(candidates, &name, direction, query.limit, query.cursor.as_deref())?;
        let items = page
            .indices
            .iter()
            .filter_map(|place| totals.get(*place as usize))
            .filter_map(|totals| {
                Some(ProductRow {
                    product: book.product_ref(totals.product)?,
                    revenue: totals.revenue(),
                    units_milli: totals.units_milli(),
                    accounts: totals.accounts.current,
                })
            })
            .collect();
        Ok(Page { items, total: page.total, next_cursor: page.next_cursor })
    }

    /// Units by category over time.
    ///
    /// # Errors
    /// `InvalidPeriod`.
    pub fn units(&self, caller: &Caller, facts: &FactFilter, query: &UnitsQuery) -> Answer<Units> {
        let book = self.book();
        let question = book.question(caller, facts)?;
        let fiscal_month = book.settings().fiscal_year_start_month;
        let window = question.window;
        let buckets = Buckets::calendar(window.current, query.granularity.unwrap_or_default(), fiscal_month);
        let categories = category_series(book.snapshot(), &question.filter, &buckets, CATEGORIES_SHOWN)
            .into_iter()
            .map(|series| {
                let (category, name) = match series.group {
                    CategoryGroup::Category(index) => {
                        let category = book.category_ref(index);
                        let name = category.as_ref().map(|category| category.name.clone());
                        (category, name.unwrap_or_default())
                    }
                    CategoryGroup::Uncategorised => (None, "No category".to_owned()),
                    CategoryGroup::Others => (None, "All others".to_owned()),
                };
                CategoryUnits {
                    category,
                    name,
                    units_milli: series.units_milli,
                    revenue_cents: series.revenue_cents.into_iter().map(Cents).collect(),
                }
            })
            .collect();
        Ok(Units {
            period: window.current.period(),
            compared_with: window.previous.period(),
            total_milli: kpi::totals(book.snapshot(), &question.filter, window).units_milli(),
            buckets: buckets.start_dates().collect(),
            fiscal_year_start_month: fiscal_month,
            categories,
        })
    }
}
