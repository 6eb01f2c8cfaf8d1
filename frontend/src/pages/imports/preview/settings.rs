//! How a file is read beside its columns: its kind, a saved mapping, the order of dates, and what only purchases or
//! invoices need.

use super::Draft;
use bellwether_core::import::ImportKind;
use leptos::prelude::*;

impl Draft {
    /// What the file holds, and how it is read beside its columns.
    pub(super) fn settings(self) -> AnyView {
        let is_of = move |kind| self.is_kind_known() && self.mapping.with(|mapping| mapping.kind == kind);
        let kinds = ImportKind::ALL
            .map(|kind| {
                view! { <option value=kind.code() selected=move || is_of(kind)>{kind.label()}</option> }
                    .into_any()
            })
            .into_iter()
            .collect_view();
        let unknown = move || {
            (!self.is_kind_known())
                .then(|| view! { <option value="" selected=true>"Choose what it holds"</option> }.into_any())
        };
        let change_kind = move |code: String| {
            if let Some(kind) = ImportKind::from_code(&code) {
                self.change_kind(kind);
            }
        };
        let is_purchases = move || is_of(ImportKind::Purchases);
        let is_invoices = move || is_of(ImportKind::Invoices);
        view! {
            <div class="imports-settings">
                <label class="field">
                    <span>"What it holds"</span>
                    <select on:change:target=move |event| change_kind(event.target().value())>{unknown}{kinds}</select>
                </label>
                {self.saved_mappings()}
                {self.date_order()}
                {self.decimals()}
                {move || is_purchases().then(|| self.purchase_settings())}
                {move || is_invoices().then(|| self.invoice_settings())}
            </div>
        }
        .into_any()
    }

    fn date_order(self) -> AnyView {
        let change = move |value: String| {
            let day_first = match value.as_str() {
                "day" => Some(true),
                "month" => Some(false),
                _ => None,
            };
            self.mapping.update(|mapping| mapping.day_first = day_first);
        };
        let option = move |value: &'static str, day_first: Option<bool>, words: &'static str| {
            view! { <option value=value selected=move || self.mapping.with(|mapping| mapping.day_first == day_first)>{words}</option> }.into_any()
        };
        view! {
            <label class="field">
                <span>"Dates with slashes"</span>
                <select on:change:target=move |event| change(event.target().value())>
                    {option("", None, "Decide from the values")}
                    {option("month", Some(false), "Month first: 6/24/2026")}
                    {option("day", Some(true), "Day first: 24/6/2026")}
                </select>
            </label>
        }
        .into_any()
    }

    fn decimals(self) -> AnyView {
        let change = move |value: String| {
            let decimal_comma = match value.as_str() {
                "comma" => Some(true),
                "point" => Some(false),
                _ => None,
            };
            self.mapping.update(|mapping| mapping.decimal_comma = decimal_comma);
        };
        let option = move |value: &'static str, decimal_comma: Option<bool>, words: &'static str| {
            view! { <option value=value selected=move || self.mapping.with(|mapping| mapping.decimal_comma == decimal_comma)>{words}</option> }.into_any()
        };
        view! {
            <label class="field">
                <span>"Decimals"</span>
                <select on:change:target=move |event| change(event.target().value())>
                    {option("", None, "Decide from the values")}
                    {option("point", Some(false), "Point: 1,234.50")}
                    {option("comma", Some(true), "Comma: 1.234,50")}
                </select>
            </label>
        }
        .into_any()
    }

    fn purchase_settings(self) -> AnyView {
        let set_default = move |text: String| {
            let text = text.trim().to_owned();
            self.mapping.update(|mapping| mapping.default_account = (!text.is_empty()).then_some(text));
        };
        let default_account =
            move || self.mapping.with(|mapping| mapping.default_account.clone().unwrap_or_default());
        view! {
            <label class="field">
                <span>"Account of rows without one"</span>
                <input type="text" placeholder="None: reject such rows" prop:value=default_account on:change:target=move |event| set_default(event.target().value()) />
            </label>
            <label class="field">
                <span>"Orders are complete up to"</span>
                <input type="date" on:change:target=move |event| self.covers_up_to.set(event.target().value().parse().ok()) />
            </label>
        }
        .into_any()
    }

    fn invoice_settings(self) -> AnyView {
        let is_complete = move || self.mapping.with(|mapping| mapping.lists_every_open_invoice);
        let change = move |value: String| {
            self.mapping.update(|mapping| mapping.lists_every_open_invoice = value == "all");
        };
        view! {
            <label class="field">
                <span>"Open invoices that it leaves out"</span>
                <select on:change:target=move |event| change(event.target().value())>
                    <option value="some" selected=move || !is_complete()>"Stay as they are"</option>
                    <option value="all" selected=is_complete>"Are paid: it lists every open one"</option>
                </select>
            </label>
        }
        .into_any()
    }
}
