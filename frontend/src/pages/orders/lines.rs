//! The lines of an order.

use crate::components::panel::Empty;
use crate::components::profit::{NO_COST_KNOWN, UNKNOWN};
use crate::components::section::section;
use crate::format::{money_full, units};
use crate::state::viewport::use_is_phone;
use bellwether_core::Cents;
use bellwether_core::order::OrderLine;
use leptos::prelude::*;
use std::sync::Arc;

/// Profit of the whole order; none unless every line tells its own.
pub(super) fn known_profit(lines: &[OrderLine]) -> Option<Cents> {
    if lines.is_empty() { None } else { lines.iter().map(|line| line.profit_cents).sum() }
}

/// The panel: a table, or cards on phones.
pub(super) fn lines(lines: &[OrderLine], symbol: &'static str) -> AnyView {
    if lines.is_empty() {
        let empty = view! { <Empty words="This order came without lines. Import order lines with its number to see them." /> };
        return section("Lines", "", (), empty.into_any());
    }
    let is_phone = use_is_phone();
    let lines: Arc<[OrderLine]> = lines.into();
    let body = move || if is_phone.get() { cards(&lines, symbol) } else { table(&lines, symbol) };
    section("Lines", "", (), view! { {body} }.into_any())
}

fn table(lines: &[OrderLine], symbol: &'static str) -> AnyView {
    let has_profit = lines.iter().any(|line| line.profit_cents.is_some());
    let rows: Vec<_> = lines.iter().map(|line| table_row(line, has_profit, symbol)).collect();
    let total: Cents = lines.iter().map(|line| line.revenue_cents).sum();
    let profit =
        has_profit.then(|| profit_cell(known_profit(lines), "the cost of a line is not known", symbol));
    view! {
        <table class="table order-lines">
            <thead>
                <tr>
                    <th scope="col">"Product"</th>
                    <th scope="col" class="number">"Quantity"</th>
                    <th scope="col" class="number">"Amount"</th>
                    {has_profit.then(|| view! { <th scope="col" class="number">"Gross profit"</th> })}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
            <tfoot>
                <tr><th scope="row" colspan="2">"Total"</th><td class="number">{money_full(total, symbol)}</td>{profit}</tr>
            </tfoot>
        </table>
    }
    .into_any()
}

fn about(line: &OrderLine) -> String {
    let parts = [line.product.external_id.as_str(), line.product.category.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// A profit, or why there is none.
fn profit_cell(profit: Option<Cents>, why_not: &'static str, symbol: &'static str) -> AnyView {
    match profit {
        Some(profit) => view! { <td class="number">{money_full(profit, symbol)}</td> }.into_any(),
        None => view! { <td class="number" title=why_not>{UNKNOWN}</td> }.into_any(),
    }
}

fn table_row(line: &OrderLine, has_profit: bool, symbol: &'static str) -> AnyView {
    let profit = has_profit.then(|| profit_cell(line.profit_cents, NO_COST_KNOWN, symbol));
    view! {
        <tr>
            <td><span class="two-lines"><span>{line.product.name.clone()}</span><span>{about(line)}</span></span></td>
            <td class="number">{units(line.quantity_milli)}</td>
            <td class="number">{money_full(line.revenue_cents, symbol)}</td>
            {profit}
        </tr>
    }
    .into_any()
}

fn cards(lines: &[OrderLine], symbol: &'static str) -> AnyView {
    let cards: Vec<_> = lines.iter().map(|line| card(line, symbol)).collect();
    view! { <ul class="cards">{cards}</ul> }.into_any()
}

fn card(line: &OrderLine, symbol: &'static str) -> AnyView {
    let quantity = format!("{} units", units(line.quantity_milli));
    let about = about(line);
    let words = if about.is_empty() { quantity } else { format!("{quantity} · {about}") };
    let profit = line.profit_cents.map(|profit| format!("{} gross profit", money_full(profit, symbol)));
    view! {
        <li class="product-card">
            <b>{line.product.name.clone()}</b>
            <span class="number">{money_full(line.revenue_cents, symbol)}</span>
            <span class="muted small">{words}</span>
            <span class="muted small number">{profit}</span>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::ProductId;
    use bellwether_core::product::ProductRef;

    fn line(profit: Option<i64>) -> OrderLine {
        let product = ProductRef {
            id: ProductId(1),
            external_id: "P-1".to_owned(),
            name: "Rye".to_owned(),
            category: String::new(),
        };
        OrderLine {
            product,
            quantity_milli: 1000,
            revenue_cents: Cents(500),
            profit_cents: profit.map(Cents),
        }
    }

    #[test]
    fn profit_is_told_only_when_every_line_tells_its_own() {
        assert_eq!(known_profit(&[line(Some(100)), line(Some(-30))]), Some(Cents(70)));
        assert_eq!(known_profit(&[line(Some(100)), line(None)]), None);
        assert_eq!(known_profit(&[]), None);
    }
}
