//! A list as a file, or the page on paper.

use crate::components::icon::{Icon, IconName};
use crate::components::popover::Popover;
use bellwether_core::export::{ExportFormat, FileQuery};
use leptos::prelude::*;

/// A button that opens the kinds of file there are; `words` say what the file holds, and `address` where it is. Both
/// are tracked. `print` puts the same on paper.
pub fn export_button(
    id: &'static str,
    words: impl Fn() -> String + Send + Sync + 'static,
    address: impl Fn(ExportFormat) -> Option<String> + Copy + Send + Sync + 'static,
    print: impl Fn() + Send + 'static,
) -> AnyView {
    let button = view! { <Icon name=IconName::Download /><span>"Export"</span> }.into_any();
    view! {
        <Popover id=id label="Export" button>
            <p class="muted">{words}</p>
            <div class="export-links">
                {file_links(address)}
                <button type="button" class="button" on:click=move |_| print()>"Print or PDF"</button>
            </div>
        </Popover>
    }
    .into_any()
}

/// The links alone, for places that are windows themselves.
pub fn file_links(
    address: impl Fn(ExportFormat) -> Option<String> + Copy + Send + Sync + 'static,
) -> AnyView {
    let link = move |format: ExportFormat, label: &'static str| {
        view! {
            <a class="button" href=move || address(format) download="" rel="external">
                <Icon name=IconName::Download />
                {label}
            </a>
        }
        .into_any()
    };
    view! { {link(ExportFormat::Xlsx, "Excel")}{link(ExportFormat::Csv, "CSV")} }.into_any()
}

/// A file of this kind.
pub fn file(format: ExportFormat) -> FileQuery {
    FileQuery { format: Some(format) }
}
