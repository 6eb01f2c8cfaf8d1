//! The demo as the six files a customer would bring, and what people of the customer would say besides.

use super::csv::{money, put};
use super::places::Territory;
use super::sales::Sales;
use super::shelf::{Item, ordinary_items, special_items};
use super::showcase::{self, Closure};
use super::{customers, targets};
use bellwether_core::alert::Availability;
use chrono::NaiveDate;

/// CSV text, ready to be imported.
pub(super) struct DemoFiles {
    pub(super) reps: String,
    pub(super) products: String,
    pub(super) accounts: String,
    pub(super) purchases: String,
    pub(super) invoices: String,
    pub(super) targets: String,
    /// Times in which accounts are closed, by customer number: no file says so, people do.
    pub(super) closures: Vec<(String, Closure)>,
}

/// One row of the accounts file.
pub(super) struct AccountRow<'a> {
    pub(super) number: u32,
    pub(super) name: &'a str,
    pub(super) street: &'a str,
    /// City, state, ZIP code.
    pub(super) place: (&'a str, &'a str, &'a str),
    pub(super) industry: &'a str,
    pub(super) phone: &'a str,
    pub(super) rep: usize,
    pub(super) terms_days: Option<u32>,
    pub(super) parent: Option<u32>,
    pub(super) bill_to: Option<u32>,
}

/// One row of the purchases file.
pub(super) struct LineRow<'a> {
    pub(super) customer: u32,
    pub(super) order: &'a str,
    pub(super) placed_on: NaiveDate,
    /// Empty: follows from the lines.
    pub(super) status: &'a str,
    /// Who started it, and their telephone number.
    pub(super) started_by: Option<(&'a str, &'a str)>,
    pub(super) item: &'a Item,
    pub(super) quantity: i64,
    /// Units that could not be given.
    pub(super) backordered: i64,
    pub(super) price_cents: i64,
}

impl DemoFiles {
    /// The same files for the same date.
    pub(super) fn generate(today: NaiveDate) -> Self {
        let mut files = Self::empty();
        let mut sales = Sales::new(today);
        let ordinary = ordinary_items();
        customers::write(&mut files, &ordinary, today, &mut sales);
        let items: Vec<Item> = ordinary.into_iter().chain(special_items()).collect();
        items.iter().for_each(|item| files.add_product(item));
        showcase::write(&showcase::accounts(today), &items, &mut files, &mut sales);
        targets::write(&mut files.targets, today, &sales);
        files
    }

    fn empty() -> Self {
        let header = |columns: &str| format!("{columns}\n");
        Self {
            reps: header("Rep Number,Rep Name,Region"),
            products: header("Item Number,Item Name,Category,Unit Cost,Availability,Supersedes"),
            accounts: header(
                "Customer Number,Customer Name,Street,City,State,ZIP,Industry,Phone,Rep Number,\
                 Payment Terms,Parent Number,Bill To Number",
            ),
            purchases: header(
                "Customer Number,Order Number,Order Date,Order Status,Started By,Started By Phone,\
                 Item Number,Quantity,Unit Price,Cost,Quantity Backordered",
            ),
            invoices: header(
                "Invoice Number,Invoice Type,Invoice Status,Customer Number,Order Number,Invoice Date,\
                 Due Date,Amount,Open Balance",
            ),
            targets: header("Month,Rep Number,Customer Number,Category,Sales Target"),
            closures: Vec::new(),
        }
    }

    /// Adds the reps of a territory, numbered from the first one on.
    pub(super) fn add_reps(&mut self, territory: &Territory, first: usize) {
        for place in 0..territory.reps {
            let (number, name) = (rep_key(first + place), format!("{} rep {}", territory.region, place + 1));
            put(&mut self.reps, [&number, &name, territory.region]);
        }
    }

    fn add_product(&mut self, item: &Item) {
        let cost = money(i64::from(item.cost_cents()));
        let supersedes = item.supersedes.map_or_else(String::new, |number| format!("P{number:03}"));
        let availability = match item.availability {
            Availability::Available => "Active",
            Availability::OutOfStock => "Out of stock",
            Availability::Discontinued => "Discontinued",
        };
        put(&mut self.products, [&item.key(), item.name, item.category, &cost, availability, &supersedes]);
    }

    /// Adds an account.
    pub(super) fn add_account(&mut self, row: &AccountRow<'_>) {
        let key = |number: Option<u32>| number.map_or_else(String::new, customer_key);
        let (city, state, zip) = row.place;
        let terms = row.terms_days.map_or_else(String::new, |days| format!("Net {days}"));
        let (number, rep) = (customer_key(row.number), rep_key(row.rep));
        let (parent, bill_to) = (key(row.parent), key(row.bill_to));
        let about = [row.street, city, state, zip, row.industry, row.phone];
        let [street, city, state, zip, industry, phone] = about;
        put(
            &mut self.accounts,
            [&number, row.name, street, city, state, zip, industry, phone, &rep, &terms, &parent, &bill_to],
        );
    }

    /// Adds a line of an order.
    pub(super) fn add_line(&mut self, row: &LineRow<'_>) {
        let (who, phone) = row.started_by.unwrap_or(("", ""));
        put(
            &mut self.purchases,
            [
                &customer_key(row.customer),
                row.order,
                &row.placed_on.to_string(),
                row.status,
                who,
                phone,
                &row.item.key(),
                &row.quantity.to_string(),
                &money(row.price_cents),
                &money(i64::from(row.item.cost_cents()) * row.quantity),
                &row.backordered.to_string(),
            ],
        );
    }
}

/// As files write the number of a customer.
pub(super) fn customer_key(number: u32) -> String {
    format!("C{number}")
}

/// As files write the number of a rep.
pub(super) fn rep_key(number: usize) -> String {
    format!("R{number:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_is_the_same_every_time_and_of_a_fitting_size() {
        let today = NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date of the calendar");
        let (files, again) = (DemoFiles::generate(today), DemoFiles::generate(today));
        assert_eq!(files.purchases, again.purchases);
        assert_eq!(files.invoices, again.invoices);
        let (accounts, lines) = (files.accounts.lines().count(), files.purchases.lines().count());
        assert!((500..700).contains(&accounts), "{accounts} accounts");
        assert!((30_000..200_000).contains(&lines), "{lines} lines");
    }

    #[test]
    fn a_few_per_cent_of_what_was_invoiced_is_overdue() {
        let today = NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date of the calendar");
        let files = DemoFiles::generate(today);
        let mut overdue = 0;
        let mut all = 0;
        for row in files.invoices.lines().skip(1).filter(|row| row.contains(",Invoice,")) {
            let [open, _, due] = row.rsplit(',').take(3).collect::<Vec<_>>()[..] else { panic!("{row}") };
            all += 1;
            let is_due = due.parse::<NaiveDate>().is_ok_and(|due| due < today);
            overdue += u32::from(is_due && open != "0.00");
        }
        assert!((1_000..20_000).contains(&all), "{all} invoices");
        let percent = f64::from(overdue) / f64::from(all) * 100.0;
        assert!((1.0..8.0).contains(&percent), "{percent} % overdue");
    }
}
