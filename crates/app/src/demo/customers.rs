//! The ordinary customers of the demo, in every city of its territories and of every trade.

use super::behaviour::Behaviour;
use super::catalogue::TRADES;
use super::chance::Chance;
use super::drafts;
use super::files::{AccountRow, DemoFiles, LineRow};
use super::invoices::{self, Bill};
use super::places::{TERRITORIES, Territory};
use super::sales::Sales;
use super::shelf::Item;
use chrono::NaiveDate;

const SEED: u64 = 7;

/// What is drawn or counted on while customers are made.
struct Draw<'a> {
    items: &'a [Item],
    today: NaiveDate,
    chance: Chance,
    customer: u32,
    order: u32,
    sales: &'a mut Sales,
}

/// Writes the reps of every territory and their customers.
pub(super) fn write(files: &mut DemoFiles, items: &[Item], today: NaiveDate, sales: &mut Sales) {
    let mut draw = Draw { items, today, chance: Chance::new(SEED), customer: 1000, order: 50_000, sales };
    let mut rep = 1;
    for territory in &TERRITORIES {
        files.add_reps(territory, rep);
        add_customers(files, territory, rep, &mut draw);
        rep += territory.reps;
    }
}

fn add_customers(files: &mut DemoFiles, territory: &Territory, first_rep: usize, draw: &mut Draw<'_>) {
    for (place, (city, state, zip)) in territory.cities.iter().enumerate() {
        let rep = first_rep + place * territory.reps / territory.cities.len();
        for (trade, industry) in TRADES {
            draw.customer += 1;
            let (street, phone) = (100 + draw.chance.below(9800), draw.chance.below(9000) + 1000);
            let terms_days = invoices::terms_days(draw.customer);
            files.add_account(&AccountRow {
                number: draw.customer,
                name: &format!("{city} {trade}"),
                street: &format!("{street} Main St"),
                place: (city, state, zip),
                industry,
                phone: &format!("(555) 010-{phone}"),
                rep,
                terms_days: Some(terms_days),
                parent: None,
                bill_to: None,
            });
            let bills = add_orders(files, rep, draw);
            invoices::write(&mut files.invoices, draw.customer, draw.today, &bills);
            drafts::write(files, draw.customer, draw.today, draw.items);
        }
    }
}

/// Adds the orders of a customer; what was billed for each.
fn add_orders(files: &mut DemoFiles, rep: usize, draw: &mut Draw<'_>) -> Vec<Bill> {
    let Draw { items, today, customer, .. } = *draw;
    let Draw { chance, order, sales, .. } = draw;
    let behaviour = Behaviour::draw(chance);
    let size = (chance.gamma(2) * 1.6 + 0.3) * if chance.unit() < 0.08 { 4.0 } else { 1.0 };
    let discount = chance.between(0.82, 1.0);
    let shelf: Vec<Item> = (0..4 + chance.below(8)).map(|_| items[chance.below(items.len())]).collect();
    let mut bills = Vec::new();
    for placed_on in behaviour.order_dates(chance, today) {
        *order += 1;
        let factor = size * behaviour.basket_factor(placed_on, today);
        let number = format!("S{order}");
        let mut amount_cents = 0;
        for _ in 0..1 + chance.below(shelf.len().min(5)) {
            let item = &shelf[chance.below(shelf.len())];
            let quantity = (factor * chance.between(1.0, 6.0)).ceil().max(1.0) as i64;
            let price_cents = (f64::from(item.price_cents) * discount).round() as i64;
            let quantity = if chance.unit() < 0.006 { -quantity } else { quantity };
            files.add_line(&LineRow {
                customer,
                order: &number,
                placed_on,
                status: "",
                started_by: None,
                item,
                quantity,
                backordered: 0,
                price_cents,
            });
            amount_cents += quantity * price_cents;
            sales.add(rep, item.category, placed_on, quantity * price_cents);
        }
        bills.push(Bill { order: number, placed_on, amount_cents });
    }
    bills
}
