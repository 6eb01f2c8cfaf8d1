//! How many products and categories accounts buy (P5).

use crate::book::Book;
use crate::{Answer, App, Caller};
use bellwether_core::dashboard::{FactFilter, Movement};
use bellwether_core::product::{CategoryPenetration, Penetration};
use bellwether_ledger::Compared;
use bellwether_ledger::penetration::{Breadth, penetration};

impl App {
    /// Products and categories of each account, and who buys which category.
    ///
    /// # Errors
    /// `InvalidPeriod`.
    pub fn penetration(&self, caller: &Caller, facts: &FactFilter) -> Answer<Penetration> {
        let book = self.book().at_level(caller, facts.level)?;
        let question = book.question(caller, facts)?;
        let found = penetration(book.snapshot(), &question.filter, question.window);
        let categories = categories(&book, &found);
        let Compared { current, previous } = found;
        Ok(Penetration {
            period: question.window.current.period(),
            compared_with: question.window.previous.period(),
            accounts: current.active_accounts,
            products_per_account: current.products_per_account(),
            previous_products_per_account: previous.products_per_account(),
            categories_per_account: current.categories_per_account(),
            previous_categories_per_account: previous.categories_per_account(),
            accounts_by_categories: current.accounts_by_categories,
            categories,
        })
    }
}

/// Categories that anybody bought in either period.
fn categories(book: &Book, found: &Compared<Breadth>) -> Vec<CategoryPenetration> {
    let buyers = found.current.buyers.iter().zip(&found.previous.buyers);
    let bought = (0..).zip(buyers).filter(|(_, (current, previous))| **current > 0 || **previous > 0);
    let mut rows: Vec<CategoryPenetration> = bought
        .map(|(index, (current, previous))| {
            // The place after the last category is that of products without one.
            let category = book.category_ref(index);
            CategoryPenetration {
                name: category.as_ref().map_or("No category", |category| &category.name).to_owned(),
                category,
                accounts: Movement::of(*current, *previous),
                share: found.current.share(*current),
            }
        })
        .collect();
    rows.sort_by(|left, right| {
        let by_accounts = right.accounts.current.cmp(&left.accounts.current);
        by_accounts.then_with(|| left.name.cmp(&right.name))
    });
    rows
}
