//! The search palette (B9): accounts, contacts, orders and products from the server; pages, actions and what was
//! open before from here. Typing never waits: the old hits stay, dimmed, until the new ones are there.

mod entries;
mod hits;

use crate::components::dialog::{close_beside, close_modal, show_modal};
use crate::components::icon::{Icon, IconName};
use crate::components::panel::failure_words;
use crate::components::print::print_page;
use crate::shell::overlay::{Overlay, use_overlays};
use crate::shell::palette::entries::{Deed, Entry, Goal, local_entries, recent_entries};
use crate::shell::palette::hits::hit_entries;
use crate::shell::person_menu::sign_out;
use crate::state::effect::watch;
use crate::state::filters::use_filters;
use crate::state::loader::{Loader, load};
use crate::state::outbox::use_outbox;
use crate::state::session::use_session;
use crate::state::theme::use_theme;
use crate::state::turn::in_own_turn;
use bellwether_core::search::{SearchHits, SearchQuery};
use leptos::html;
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;

/// How long somebody pauses before the server is asked.
const PAUSE: Duration = Duration::from_millis(120);
const LIST: &str = "palette-list";

/// What the palette knows.
#[derive(Clone, Copy)]
struct Palette {
    dialog: NodeRef<html::Dialog>,
    typed: RwSignal<String>,
    asked: RwSignal<String>,
    active: RwSignal<usize>,
    /// Whether Enter was pressed before what was typed had been looked for.
    is_entered: RwSignal<bool>,
    hits: Loader<SearchHits>,
    entries: Memo<Vec<Entry>>,
    pausing: StoredValue<Option<TimeoutHandle>>,
}

impl Palette {
    fn new() -> Self {
        let (typed, asked) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
        let session = use_session();
        let hits: Loader<SearchHits> = load(
            move || {
                asked.with(|words| (!words.is_empty()).then(|| SearchQuery { q: words.clone(), limit: None }))
            },
            move |query| {
                let client = session.client();
                async move { client.search(&query).await }
            },
        );
        let recent = use_overlays().recent();
        let filters = use_filters();
        let entries = Memo::new(move |_| {
            let words = typed.with(|typed| typed.trim().to_owned());
            let Some(me) = session.me() else { return Vec::new() };
            let local = local_entries(&words, &me, |path| filters.link(path));
            if words.is_empty() {
                return [recent_entries(&recent), local].concat();
            }
            // Hits of words typed before stay until those of the new ones are there.
            let found: Vec<_> =
                hits.value().iter().flat_map(|hits| hit_entries(hits, session.currency())).collect();
            let (first, last): (Vec<_>, Vec<_>) =
                local.into_iter().partition(|entry| entry.starts_with(&words));
            [first, found, last].concat()
        });
        let dialog = NodeRef::new();
        let (active, pausing) = (RwSignal::new(0), StoredValue::new(None));
        Self { dialog, typed, asked, active, is_entered: RwSignal::new(false), hits, entries, pausing }
    }

    /// Words were typed: shown at once, asked for after a pause.
    fn typed(self, words: String) {
        self.active.set(0);
        self.is_entered.set(false);
        self.typed.set(words.clone());
        if let Some(pausing) = self.pausing.try_update_value(Option::take).flatten() {
            pausing.clear();
        }
        let ask = move || drop(self.asked.try_set(words.trim().to_owned()));
        self.pausing.set_value(set_timeout_with_handle(ask, PAUSE).ok());
    }

    /// Whether the hits shown are not yet those of the words; tracked.
    fn is_behind(self) -> bool {
        self.typed.with(|typed| {
            let typed = typed.trim();
            !typed.is_empty() && (self.asked.with(|asked| asked != typed) || self.hits.is_loading())
        })
    }

    fn walk(self, step: isize) {
        let count = self.entries.with(Vec::len);
        if count > 0 {
            let next = (self.active.get_untracked() + count).saturating_add_signed(step) % count;
            self.active.set(next);
            scroll_to(next);
        }
    }

    /// Opens the chosen entry; what was typed faster than it was looked for, once it is found.
    fn enter(self) {
        let is_meant =
            self.active.get_untracked() > 0 || self.typed.with_untracked(|typed| self.offers(typed));
        if is_meant || !untrack(|| self.is_behind()) {
            self.open_chosen();
        } else {
            self.is_entered.set(true);
        }
    }

    /// Whether a page or an action that the words begin stands first, which needs no search.
    fn offers(self, words: &str) -> bool {
        let words = words.trim();
        words.is_empty()
            || self
                .entries
                .with_untracked(|entries| entries.first().is_some_and(|entry| entry.starts_with(words)))
    }

    fn open_chosen(self) {
        if let Some(option) = option(self.active.get_untracked()) {
            option.click();
        }
    }

    fn key(self, event: &web_sys::KeyboardEvent) {
        match event.key().as_str() {
            "ArrowDown" => self.walk(1),
            "ArrowUp" => self.walk(-1),
            "Enter" => self.enter(),
            _ => return,
        }
        event.prevent_default();
    }
}

fn option_id(place: usize) -> String {
    format!("palette-option-{place}")
}

fn option(place: usize) -> Option<web_sys::HtmlElement> {
    document().get_element_by_id(&option_id(place))?.dyn_into().ok()
}

fn scroll_to(place: usize) {
    if let Some(option) = option(place) {
        let how = web_sys::ScrollIntoViewOptions::new();
        how.set_block(web_sys::ScrollLogicalPosition::Nearest);
        option.scroll_into_view_with_scroll_into_view_options(&how);
    }
}

/// The palette.
#[component]
pub fn PalettePage() -> impl IntoView {
    let overlays = use_overlays();
    let palette = Palette::new();
    show_modal(palette.dialog);
    // A list that became shorter has no entry where the chosen one was.
    watch(move || {
        let count = palette.entries.with(Vec::len);
        if palette.active.get_untracked() >= count {
            palette.active.set(0);
        }
    });
    watch(move || {
        if palette.is_entered.get() && !palette.is_behind() {
            palette.is_entered.set(false);
            // The entries found are drawn first.
            in_own_turn(move || palette.open_chosen());
        }
    });
    let chosen = move || (palette.entries.with(Vec::len) > 0).then(|| option_id(palette.active.get()));
    view! {
        <dialog
            class="palette"
            node_ref=palette.dialog
            aria-label="Search"
            on:close=move |_| overlays.close()
            on:click=move |event| close_beside(&event, palette.dialog)
        >
            <div class="palette-box">
                <div class="palette-head">
                    <Icon name=IconName::Search />
                    <input
                        type="text"
                        role="combobox"
                        autofocus=true
                        autocomplete="off"
                        autocapitalize="off"
                        spellcheck="false"
                        enterkeyhint="go"
                        aria-label="Search accounts, contacts, orders, products and pages"
                        placeholder="Accounts, contacts, orders, pages"
                        aria-autocomplete="list"
                        aria-expanded="true"
                        aria-controls=LIST
                        aria-activedescendant=chosen
                        on:input=move |event| palette.typed(event_target_value(&event))
                        on:keydown=move |event| palette.key(&event)
                    />
                    <button type="button" class="button is-quiet palette-close" on:click=move |_| close_modal(palette.dialog)>
                        "Close"
                    </button>
                </div>
                <div id=LIST class="palette-list" role="listbox" aria-label="Found" class:is-stale=move || palette.is_behind()>
                    {move || list(palette)}
                </div>
                <p class="palette-note muted" role="status">{move || note(palette)}</p>
            </div>
        </dialog>
    }
    .into_any()
}

/// How the search went, spoken too.
fn note(palette: Palette) -> Option<String> {
    if palette.typed.with(|typed| typed.trim().is_empty()) {
        return None;
    }
    if let Some(error) = palette.hits.failure() {
        let (what, remedy) = failure_words(&error);
        return Some(format!("{what} {remedy}"));
    }
    if palette.is_behind() {
        return Some("Searching…".to_owned());
    }
    let words = match palette.entries.with(Vec::len) {
        0 => "Nothing found. Try a name, a number, a town or a telephone number.".to_owned(),
        1 => "1 found".to_owned(),
        count => format!("{count} found"),
    };
    Some(words)
}

/// The entries under the headings of their groups.
fn list(palette: Palette) -> AnyView {
    let entries = palette.entries.get();
    let mut groups: Vec<(&'static str, Vec<AnyView>)> = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        let row = row(palette, place, entry);
        match groups.last_mut() {
            Some((label, rows)) if *label == entry.group => rows.push(row),
            Some(_) | None => groups.push((entry.group, vec![row])),
        }
    }
    let group = |(label, rows): (&'static str, Vec<AnyView>)| {
        view! {
            <div role="group" aria-label=label>
                <p class="palette-group" aria-hidden="true">{label}</p>
                {rows}
            </div>
        }
        .into_any()
    };
    groups.into_iter().map(group).collect_view().into_any()
}

fn row(palette: Palette, place: usize, entry: &Entry) -> AnyView {
    let is_active = move || palette.active.get() == place;
    let inside = view! {
        <Icon name=entry.icon />
        <span class="two-lines"><span>{entry.title.clone()}</span><span>{entry.about.clone()}</span></span>
        <span class="palette-aside">{entry.aside.clone()}</span>
    }
    .into_any();
    let point = move |_| palette.active.set(place);
    match entry.goal.clone() {
        Goal::Page(address) => view! {
            <a id=option_id(place) class="palette-option" role="option" tabindex="-1" href=address
                aria-selected=move || is_active().to_string()
                on:pointermove=point on:click=move |_| close_modal(palette.dialog)>{inside}</a>
        }
        .into_any(),
        Goal::Deed(deed) => {
            let perform = performer(palette.dialog, deed);
            view! {
                <div id=option_id(place) class="palette-option" role="option"
                    aria-selected=move || is_active().to_string()
                    on:pointermove=point on:click=move |_| perform()>{inside}</div>
            }
            .into_any()
        }
    }
}

/// What a deed does once the palette has closed.
fn performer(dialog: NodeRef<html::Dialog>, deed: Deed) -> impl Fn() + Clone + Send + Sync + 'static {
    let (overlays, session, outbox, theme) = (use_overlays(), use_session(), use_outbox(), use_theme());
    move || {
        close_modal(dialog);
        // After the dialog has told that it closed: it would take what follows with it.
        let perform = move || match deed {
            Deed::ShowKeys => overlays.open(Overlay::Keys),
            Deed::Print => print_page(),
            Deed::Look(look) => theme.set(look),
            Deed::SignOut => sign_out(session, outbox),
        };
        set_timeout(perform, Duration::from_millis(50));
    }
}
