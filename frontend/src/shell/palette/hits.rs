//! What the server found, as lines of the palette.

use crate::components::icon::IconName;
use crate::components::order_status::order_status_label;
use crate::format::{day, money_full, now};
use crate::shell::palette::entries::{Entry, Goal};
use crate::state::address::Query;
use bellwether_core::account::AccountRef;
use bellwether_core::product::ProductRef;
use bellwether_core::search::{AccountHit, ContactHit, OrderHit, SearchHits};
use bellwether_core::segment::Segment;
use chrono::Datelike;

/// Accounts, contacts, orders and products, in this order.
pub fn hit_entries(hits: &SearchHits, symbol: &'static str) -> Vec<Entry> {
    let accounts = hits.accounts.iter().map(account);
    let contacts = hits.contacts.iter().map(contact);
    let orders = hits.orders.iter().map(|hit| order(hit, symbol));
    accounts.chain(contacts).chain(orders).chain(hits.products.iter().map(product)).collect()
}

/// The parts that are there, with dots between them.
fn joined(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

fn page_of(account: &AccountRef) -> Goal {
    Goal::Page(format!("/accounts/{}", account.id))
}

fn account(hit: &AccountHit) -> Entry {
    Entry {
        group: "Accounts",
        icon: IconName::Accounts,
        title: hit.account.name.clone(),
        about: joined(&[&hit.account.place, &hit.external_id]),
        aside: hit.segment.map_or("", Segment::label).to_owned(),
        goal: page_of(&hit.account),
    }
}

fn contact(hit: &ContactHit) -> Entry {
    Entry {
        group: "Contacts",
        icon: IconName::Phone,
        title: hit.name.clone(),
        about: joined(&[&hit.account.name, &hit.account.place]),
        aside: hit.phone.clone(),
        goal: page_of(&hit.account),
    }
}

fn order(hit: &OrderHit, symbol: &'static str) -> Entry {
    let year = now().map_or_else(|| hit.placed_on.year(), |now| now.year());
    Entry {
        group: "Orders",
        icon: IconName::Orders,
        title: hit.number.clone(),
        about: joined(&[&hit.account.name, &day(hit.placed_on, year), order_status_label(hit.status)]),
        aside: money_full(hit.revenue_cents, symbol),
        goal: Goal::Page(format!("/orders/{}", hit.id)),
    }
}

fn product(hit: &ProductRef) -> Entry {
    let address = Query::new([("search".to_owned(), hit.name.clone())]).on("/products");
    Entry {
        group: "Products",
        icon: IconName::Products,
        title: hit.name.clone(),
        about: joined(&[&hit.category, &hit.external_id]),
        aside: String::new(),
        goal: Goal::Page(address),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::{AccountId, ProductId};

    #[test]
    fn an_account_leads_to_its_page_and_a_product_to_the_list_with_its_name() {
        let hits = SearchHits {
            accounts: vec![AccountHit {
                account: AccountRef {
                    id: AccountId(7),
                    name: "Harbor Supply".to_owned(),
                    place: String::new(),
                },
                external_id: "C-7".to_owned(),
                segment: Some(Segment::AtRisk),
            }],
            products: vec![ProductRef {
                id: ProductId(1),
                external_id: "P-1".to_owned(),
                name: "Pipe & Co".to_owned(),
                category: "Pipes".to_owned(),
            }],
            ..SearchHits::default()
        };
        let entries = hit_entries(&hits, "$");
        assert_eq!(entries[0].goal, Goal::Page(format!("/accounts/{}", AccountId(7))));
        assert_eq!((entries[0].about.as_str(), entries[0].aside.as_str()), ("C-7", "At Risk"));
        assert_eq!(entries[1].goal, Goal::Page("/products?search=Pipe%20%26%20Co".to_owned()));
    }
}
