//! The orders behind the sales and units of a product or category.

use crate::book::Book;
use crate::paging::{self, Candidate, SortKey};
use crate::{Answer, App, AppError, Caller};
use bellwether_core::dashboard::FactFilter;
use bellwether_core::paging::Direction;
use bellwether_core::product::{ProductOrder, ProductOrders, ProductOrdersQuery};
use bellwether_core::{AccountId, Cents, OrderId};
use bellwether_ledger::by_order::{SoldOrder, sold_orders};
use bellwether_ledger::{Amounts, day};
use bellwether_store::orders;

/// Names the list in its cursors.
const LIST: &str = "orders behind a product";

impl App {
    /// The orders with lines of a product or category, the newest first.
    ///
    /// # Errors
    /// `InvalidPeriod`, `Invalid`, `InvalidCursor`.
    pub fn product_orders(
        &self,
        caller: &Caller,
        facts: &FactFilter,
        query: &ProductOrdersQuery,
    ) -> Answer<ProductOrders> {
        let book = self.book();
        let mut question = book.question(caller, facts)?;
        if query.product.is_none() && facts.category.is_none() {
            return Err(AppError::invalid("product", "name a product, or a category"));
        }
        let mut product = None;
        if let Some(id) = query.product {
            let index = book.dimensions().product_index(id);
            product = index.and_then(|index| book.product_ref(index));
            if product.is_none() {
                return Err(AppError::invalid("product", "there is no such product"));
            }
            question.filter = question.filter.of_product(id);
        }
        let category = facts.category.and_then(|id| {
            let categories = book.dimensions().categories();
            let index = (0..).zip(categories).find(|(_, category)| category.id == id)?.0;
            book.category_ref(index)
        });
        let sold = sold_orders(book.snapshot(), &question.filter, question.window.current);
        let sum = sold.iter().fold(Amounts::default(), |sum, row| sum + row.amounts);
        let candidate = |(place, row): (u32, &SoldOrder)| Candidate {
            key: SortKey::Number(row.day.into()),
            id: row.order,
            index: place,
        };
        let page = paging::slice(
            (0..).zip(&sold).map(candidate).collect(),
            LIST,
            Direction::Descending,
            query.limit,
            query.cursor.as_deref(),
        )?;
        let shown: Vec<&SoldOrder> =
            page.indices.iter().filter_map(|place| sold.get(*place as usize)).collect();
        Ok(ProductOrders {
            period: question.window.current.period(),
            product,
            category,
            units_milli: sum.quantity_milli,
            revenue_cents: Cents(sum.revenue_cents),
            rows: self.product_order_rows(&book, caller, &shown)?,
            total: page.total,
            next_cursor: page.next_cursor,
        })
    }

    /// Figures from the ledger, numbers from the database. An order that was taken out a moment ago has no number any
    /// more; its figures are shown all the same, because they are part of the sum.
    fn product_order_rows(
        &self,
        book: &Book,
        caller: &Caller,
        shown: &[&SoldOrder],
    ) -> Answer<Vec<ProductOrder>> {
        let account = |row: &SoldOrder| book.dimensions().account(row.account);
        let owned: Vec<(AccountId, OrderId)> =
            shown.iter().filter_map(|row| Some((account(row)?.id, OrderId(row.order)))).collect();
        let notes = self.store.read(|conn| orders::notes(conn, &caller.scope, &owned))?;
        let shown = shown.iter().filter_map(|row| {
            let id = OrderId(row.order);
            Some(ProductOrder {
                id,
                number: notes.get(&id).map(|note| note.number.clone()).unwrap_or_default(),
                account: Book::account_ref(account(row)?),
                date: day::to_date(row.day),
                status: row.status,
                units_milli: row.amounts.quantity_milli,
                revenue_cents: Cents(row.amounts.revenue_cents),
            })
        });
        Ok(shown.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bridge::tests::{questions, stages};
    use crate::stage::Stage;
    use bellwether_core::product::{MomentumOf, MomentumQuery, ProductQuery};
    use bellwether_core::{RepId, Scope};
    use std::collections::BTreeSet;

    /// Every row, fetched in pages of so many, with the answer of the last page.
    fn all(stage: &Stage, caller: &Caller, facts: &FactFilter, query: &ProductOrdersQuery) -> ProductOrders {
        let (mut rows, mut cursor) = (Vec::new(), None);
        loop {
            let query = ProductOrdersQuery { cursor, ..query.clone() };
            let page = stage.app.product_orders(caller, facts, &query).expect("a page");
            rows.extend(page.rows.clone());
            cursor = page.next_cursor.clone();
            if cursor.is_none() {
                return ProductOrders { rows, ..page };
            }
        }
    }

    fn sums(rows: &[ProductOrder]) -> (i64, Cents) {
        let cents = rows.iter().map(|row| row.revenue_cents.0).sum();
        (rows.iter().map(|row| row.units_milli).sum(), Cents(cents))
    }

    #[test]
    fn the_orders_of_a_product_sum_to_its_units_and_sales_whatever_is_asked() {
        for stage in stages() {
            let system = Caller::system();
            for facts in questions(&stage.app) {
                let products =
                    stage.app.products(&system, &facts, &ProductQuery::default()).expect("products");
                assert!(!products.items.is_empty());
                for row in products.items {
                    let query = ProductOrdersQuery {
                        product: Some(row.product.id),
                        limit: Some(17),
                        ..ProductOrdersQuery::default()
                    };
                    let behind = all(&stage, &system, &facts, &query);
                    let figure = (row.units_milli.current, row.revenue.current);
                    assert_eq!((behind.units_milli, behind.revenue_cents), figure, "{}", stage.engine);
                    assert_eq!(sums(&behind.rows), figure, "{} {facts:?}", stage.engine);
                    assert_eq!(behind.rows.len() as u64, behind.total);
                    assert!(behind.rows.is_sorted_by(|one, next| one.date >= next.date));
                    assert!(behind.rows.iter().all(|row| !row.number.is_empty()));
                    let days: BTreeSet<_> = behind.rows.iter().map(|row| row.date).collect();
                    let period = behind.period;
                    assert!(days.into_iter().all(|day| period.from <= day && day <= period.last()));
                    assert_eq!(behind.product.map(|product| product.id), Some(row.product.id));
                }
            }
        }
    }

    #[test]
    fn the_orders_of_a_category_sum_to_its_units_and_sales() {
        for stage in stages() {
            let facts = questions(&stage.app).remove(0);
            let of = MomentumQuery { of: Some(MomentumOf::Categories), ..MomentumQuery::default() };
            let list = stage.app.momentum(&Caller::system(), &facts, &of).expect("categories");
            for row in list.rows {
                let Some(category) = row.category else { continue };
                let facts = FactFilter { category: Some(category.id), ..facts.clone() };
                let behind = all(&stage, &Caller::system(), &facts, &ProductOrdersQuery::default());
                let figure = (row.units_milli.current, row.revenue.current);
                assert_eq!(sums(&behind.rows), figure, "{} {}", stage.engine, category.name);
                assert_eq!(behind.category, Some(category));
            }
        }
    }

    #[test]
    fn nobody_sees_orders_beyond_the_scope_and_an_unknown_product_is_refused() {
        for stage in stages() {
            let facts = questions(&stage.app).remove(0);
            let nobody = Caller { scope: Scope::Rep(RepId(999)), ..Caller::system() };
            let sold = stage.app.products(&Caller::system(), &facts, &ProductQuery::default());
            let product = sold.expect("products").items.first().map(|row| row.product.id);
            let of_one = ProductOrdersQuery { product, ..ProductOrdersQuery::default() };
            assert!(all(&stage, &Caller::system(), &facts, &of_one).total > 0, "{}", stage.engine);
            let behind = all(&stage, &nobody, &facts, &of_one);
            assert_eq!((behind.total, behind.revenue_cents), (0, Cents(0)), "{}", stage.engine);
            let bare = stage.app.product_orders(&nobody, &facts, &ProductOrdersQuery::default());
            assert!(matches!(bare, Err(AppError::Invalid { field, .. }) if field == "product"));
            let unknown = ProductOrdersQuery {
                product: Some(bellwether_core::ProductId(999)),
                ..ProductOrdersQuery::default()
            };
            let refused = stage.app.product_orders(&Caller::system(), &facts, &unknown);
            assert!(matches!(refused, Err(AppError::Invalid { field, .. }) if field == "product"));
        }
    }
}
