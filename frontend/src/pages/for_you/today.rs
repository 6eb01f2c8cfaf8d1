//! What the page knows: the cards, those answered already, and what was answered last.

use crate::components::panel::failure_words;
use crate::pages::for_you::deed::{Deed, Undo, perform, take_back};
use crate::pages::for_you::focus::{focus_card, successor};
use crate::pages::for_you::toast::Toast;
use crate::state::deeds::{Deeds, use_deeds};
use crate::state::effect::watch;
use crate::state::filters::use_filters;
use crate::state::loader::{Loader, load};
use crate::state::session::{Session, use_session};
use bellwether_client::ClientError;
use bellwether_core::alert::{AlertCard, ForYou, ForYouQuery};
use bellwether_core::{AccountId, AlertId};
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::HashSet;
use std::sync::Arc;

/// Cards shown at first, and more with every press.
pub const CARDS_AT_ONCE: u32 = 10;
/// Cards the server gives at most.
pub const MOST_CARDS: u32 = 100;

/// The state of the page.
#[derive(Clone, Copy)]
pub struct Today {
    /// The urgent cards.
    pub cards: Loader<ForYou>,
    /// Those with nothing but alerts to watch, once unfolded.
    pub watched: Loader<ForYou>,
    /// Whether those are unfolded.
    pub is_watching: RwSignal<bool>,
    /// How many urgent cards are asked for.
    pub limit: RwSignal<u32>,
    /// The card the menu is open for.
    pub chosen: RwSignal<Option<Arc<AlertCard>>>,
    /// Reasons whose inputs are shown.
    pub opened: RwSignal<HashSet<AlertId>>,
    /// What was answered last.
    pub toast: RwSignal<Option<Toast>>,
    answered: RwSignal<HashSet<AlertId>>,
    settled: StoredValue<HashSet<AlertId>>,
    session: Session,
    deeds: Deeds,
}

impl Today {
    /// Asks for the cards of whoever the address names.
    pub fn new() -> Self {
        let limit = RwSignal::new(CARDS_AT_ONCE);
        let is_watching = RwSignal::new(false);
        let today = Self {
            cards: cards_of(move || Some((limit.get(), false))),
            watched: cards_of(move || is_watching.get().then_some((MOST_CARDS, true))),
            is_watching,
            limit,
            chosen: RwSignal::new(None),
            opened: RwSignal::new(HashSet::new()),
            toast: RwSignal::new(None),
            answered: RwSignal::new(HashSet::new()),
            settled: StoredValue::new(HashSet::new()),
            session: use_session(),
            deeds: use_deeds(),
        };
        // What the server has taken note of need not be hidden any longer once its next answer is here.
        watch(move || {
            if today.cards.value().is_some() {
                let settled = today.settled.try_update_value(std::mem::take).unwrap_or_default();
                if !settled.is_empty() {
                    today.answered.update(|answered| answered.retain(|id| !settled.contains(id)));
                }
            }
        });
        today
    }

    /// The date the cards were made for; none until they are here. Not tracked.
    pub fn as_of(self) -> Option<NaiveDate> {
        untrack(|| self.cards.value()).map(|shown| shown.as_of)
    }

    /// The year of that date, which dates on the cards need not name. Not tracked.
    pub fn year(self) -> i32 {
        self.as_of().map_or(0, |as_of| as_of.year())
    }

    /// Asks again, without anything moving meanwhile.
    pub fn refresh(self) {
        self.deeds.note();
        self.cards.reload();
        if self.is_watching.get_untracked() {
            self.watched.reload();
        }
    }

    /// The accounts of the cards that are not answered yet; tracked.
    pub fn waiting(self, cards: Loader<ForYou>) -> Vec<AccountId> {
        let Some(shown) = cards.value() else { return Vec::new() };
        let left = shown.cards.iter().filter(|card| self.is_waiting(card));
        left.map(|card| card.account.id).collect()
    }

    fn is_waiting(self, card: &AlertCard) -> bool {
        self.answered.with(|answered| card.alerts.iter().any(|alert| !answered.contains(&alert.id)))
    }

    /// The card of an account without the reasons answered already; tracked.
    pub fn card(self, cards: Loader<ForYou>, account: AccountId) -> Option<AlertCard> {
        let shown = cards.value()?;
        let mut card = shown.cards.iter().find(|card| card.account.id == account)?.clone();
        self.answered.with(|answered| card.alerts.retain(|alert| !answered.contains(&alert.id)));
        Some(card)
    }

    /// Does it: at once on the screen, then on the server, and back again when the server refuses.
    pub fn answer(self, card: &AlertCard, deed: Deed) {
        let ids: Vec<AlertId> = match &deed {
            Deed::OfOne(id, _) => vec![*id],
            Deed::OfAll(_) | Deed::Close(_) => card.alerts.iter().map(|alert| alert.id).collect(),
        };
        let hidden = if deed.puts_away() { ids.clone() } else { Vec::new() };
        self.put_away(card.account.id, &hidden);
        let words = deed.words(&card.account.name, self.year());
        self.toast.set(Some(Toast { words: words.clone(), undo: None, is_refusal: false }));
        let (client, account) = (self.session.client(), card.account.id);
        spawn_local(async move {
            match perform(&client, account, deed, ids).await {
                Ok(undo) => self.done(words, undo, hidden),
                Err(error) => self.refused(&hidden, &error),
            }
        });
    }

    /// Hides reasons; whoever answered goes on with the card that takes the place of one that goes.
    fn put_away(self, account: AccountId, hidden: &[AlertId]) {
        if hidden.is_empty() {
            return;
        }
        let lists = || [self.cards, self.watched].map(|cards| untrack(|| self.waiting(cards)));
        let before = lists();
        self.answered.update(|answered| answered.extend(hidden.iter().copied()));
        let mut stories = before.iter().zip(lists()).filter(|(before, _)| before.contains(&account));
        focus_card(stories.find_map(|(before, after)| successor(before, &after, account)));
    }

    fn done(self, words: String, undo: Undo, hidden: Vec<AlertId>) {
        self.settled.try_update_value(|settled| settled.extend(hidden));
        self.toast.try_set(Some(Toast { words, undo: Some(undo), is_refusal: false }));
        self.refresh();
    }

    fn refused(self, hidden: &[AlertId], error: &ClientError) {
        self.answered.try_update(|answered| answered.retain(|id| !hidden.contains(id)));
        let (what, remedy) = failure_words(error);
        let words = format!("That was not saved. {what} {remedy}");
        self.toast.try_set(Some(Toast { words, undo: None, is_refusal: true }));
        if error.needs_sign_in() {
            self.session.ended();
        }
    }

    /// Takes the last answer back.
    pub fn undo(self, undo: Undo) {
        let client = self.session.client();
        self.toast.set(None);
        spawn_local(async move {
            match take_back(&client, undo).await {
                Ok(()) => self.refresh(),
                Err(error) => self.refused(&[], &error),
            }
        });
    }
}

/// Asks for cards: how many, and whether those to watch.
fn cards_of(question: impl Fn() -> Option<(u32, bool)> + 'static) -> Loader<ForYou> {
    let session = use_session();
    let filters = use_filters();
    load(
        move || {
            let (limit, watched) = question()?;
            Some(ForYouQuery {
                limit: Some(limit),
                rep: filters.parsed("rep"),
                watched: watched.then_some(true),
            })
        },
        move |query| {
            let client = session.client();
            async move { client.for_you(&query).await }
        },
    )
}
