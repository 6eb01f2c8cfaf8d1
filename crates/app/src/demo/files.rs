//! The demo as the four files a customer would bring.

use super::behaviour::Behaviour;
use super::catalogue::{CATEGORIES, TRADES, unit_cost_cents};
use super::chance::Chance;
use super::places::{TERRITORIES, Territory};
use chrono::NaiveDate;
use std::fmt::Write as _;

const SEED: u64 = 7;

/// CSV text, ready to be imported.
pub(super) struct DemoFiles {
    pub(super) reps: String,
    pub(super) products: String,
    pub(super) accounts: String,
    pub(super) purchases: String,
}

/// A product with its place on the shelf.
#[derive(Clone, Copy)]
struct Item {
    number: usize,
    name: &'static str,
    category: &'static str,
    price_cents: u32,
}

impl DemoFiles {
    /// The same files for the same date.
    pub(super) fn generate(today: NaiveDate) -> Self {
        let items = items();
        let mut files = Self {
            reps: "Rep Number,Rep Name,Region\n".to_owned(),
            products: "Item Number,Item Name,Category,Unit Cost\n".to_owned(),
            accounts: "Customer Number,Customer Name,Street,City,State,ZIP,Industry,Phone,Rep Number\n"
                .to_owned(),
            purchases: "Customer Number,Order Number,Order Date,Item Number,Quantity,Unit Price,Cost\n"
                .to_owned(),
        };
        for item in &items {
            let cost = unit_cost_cents(item.price_cents);
            put(
                &mut files.products,
                format_args!("P{:03},\"{}\",{},{}", item.number, item.name, item.category, money(cost)),
            );
        }
        let mut chance = Chance::new(SEED);
        let (mut customer, mut order, mut rep) = (1000, 50_000, 1);
        for territory in &TERRITORIES {
            for place in 0..territory.reps {
                put(
                    &mut files.reps,
                    format_args!(
                        "R{:02},{} rep {},{}",
                        rep + place,
                        territory.region,
                        place + 1,
                        territory.region
                    ),
                );
            }
            files.add_customers(territory, rep, &items, today, &mut chance, (&mut customer, &mut order));
            rep += territory.reps;
        }
        files
    }

    fn add_customers(
        &mut self,
        territory: &Territory,
        first_rep: usize,
        items: &[Item],
        today: NaiveDate,
        chance: &mut Chance,
        (customer, order): (&mut u32, &mut u32),
    ) {
        for (place, (city, state, zip)) in territory.cities.iter().enumerate() {
            for (trade, industry) in TRADES {
                *customer += 1;
                let rep = first_rep + place * territory.reps / territory.cities.len();
                let (street, phone) = (100 + chance.below(9800), chance.below(9000) + 1000);
                put(
                    &mut self.accounts,
                    format_args!(
                        "C{customer},{city} {trade},{street} Main St,{city},{state},{zip},{industry},(555) 010-{phone},R{rep:02}"
                    ),
                );
                self.add_orders(*customer, items, today, chance, order);
            }
        }
    }

    fn add_orders(
        &mut self,
        customer: u32,
        items: &[Item],
        today: NaiveDate,
        chance: &mut Chance,
        order: &mut u32,
    ) {
        let behaviour = Behaviour::draw(chance);
        let size = (chance.gamma(2) * 1.6 + 0.3) * if chance.unit() < 0.08 { 4.0 } else { 1.0 };
        let discount = chance.between(0.82, 1.0);
        let shelf: Vec<Item> = (0..4 + chance.below(8)).map(|_| items[chance.below(items.len())]).collect();
        for date in behaviour.order_dates(chance, today) {
            *order += 1;
            let factor = size * behaviour.basket_factor(date, today);
            for _ in 0..1 + chance.below(shelf.len().min(5)) {
                let item = shelf[chance.below(shelf.len())];
                let quantity = (factor * chance.between(1.0, 6.0)).ceil().max(1.0) as u32;
                let price = (f64::from(item.price_cents) * discount).round() as u32;
                let cost = unit_cost_cents(item.price_cents) * quantity;
                let sign = if chance.unit() < 0.006 { "-" } else { "" };
                put(
                    &mut self.purchases,
                    format_args!(
                        "C{customer},S{order},{date},P{:03},{sign}{quantity},{},{sign}{}",
                        item.number,
                        money(price),
                        money(cost)
                    ),
                );
            }
        }
    }
}

fn items() -> Vec<Item> {
    let of_category = |category: &super::catalogue::Category| {
        let name = category.name;
        category.products.iter().map(move |(product, price)| (name, *product, *price)).collect::<Vec<_>>()
    };
    CATEGORIES
        .iter()
        .flat_map(of_category)
        .enumerate()
        .map(|(place, (category, name, price_cents))| Item { number: place + 1, name, category, price_cents })
        .collect()
}

fn money(cents: u32) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn put(file: &mut String, row: std::fmt::Arguments<'_>) {
    file.write_fmt(row).expect("writing to a String cannot fail");
    file.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_is_the_same_every_time_and_of_a_fitting_size() {
        let today = NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date of the calendar");
        let files = DemoFiles::generate(today);
        assert_eq!(files.purchases, DemoFiles::generate(today).purchases);
        let (accounts, lines) = (files.accounts.lines().count(), files.purchases.lines().count());
        assert!((500..700).contains(&accounts), "{accounts} accounts");
        assert!((30_000..200_000).contains(&lines), "{lines} lines");
    }
}
