//! The views of a page, and what is done with them.

use crate::components::message::Message;
use crate::components::popover::close;
use crate::state::filters::{Filters, use_filters};
use crate::state::loader::{Loader, load};
use crate::state::session::{Session, use_session};
use bellwether_client::{Answer, ClientError};
use bellwether_core::view::{SavedView, SavedViewInput, ViewPage};
use bellwether_core::{Role, ViewId};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The views of a page.
#[derive(Clone, Copy)]
pub struct Views {
    /// The page.
    pub page: ViewPage,
    /// All views of the person, of every page.
    pub loader: Loader<Vec<SavedView>>,
    /// What was done last.
    pub message: Message,
    /// The view that is being changed.
    pub edited: RwSignal<Option<ViewId>>,
    filters: Filters,
    session: Session,
}

impl Views {
    /// Asks for them.
    pub fn new(page: ViewPage) -> Self {
        let session = use_session();
        let loader = load(
            || Some(()),
            move |()| {
                let client = session.client();
                async move { client.views().await }
            },
        );
        let edited = RwSignal::new(None);
        Self { page, loader, message: Message::new(), edited, filters: use_filters(), session }
    }

    /// What a view of this moment would keep; tracked.
    pub fn query(self) -> String {
        self.filters.kept_query(self.page)
    }

    /// The view that is shown just now; tracked.
    pub fn current(self) -> Option<SavedView> {
        let query = self.query();
        let all = self.loader.value()?;
        let is_shown = |view: &&SavedView| view.page == self.page && view.query == query;
        all.iter().find(is_shown).filter(|_| !query.is_empty()).cloned()
    }

    /// Whether the person may remove it; admins look after what is shared.
    pub fn may_remove(self, view: &SavedView) -> bool {
        view.is_own || untrack(|| self.session.me()).is_some_and(|me| me.role == Role::Admin)
    }

    /// Goes to what the view shows.
    pub fn open(self, view: &SavedView) {
        let path = match view.page {
            ViewPage::Accounts => "/accounts",
            ViewPage::Map => "/map",
        };
        close(super::ID);
        self.filters.visit(&format!("{path}?{}", view.query));
    }

    /// Keeps a view; `kept` is called once the server has it.
    pub fn add(self, input: SavedViewInput, kept: impl FnOnce() + 'static) {
        let client = self.session.client();
        self.message.clear();
        spawn_local(async move {
            let words = format!("Saved: {}", input.name);
            let answer = client.add_view(&input).await;
            self.settle(answer.map(|_view| ()), words, kept);
        });
    }

    /// Changes a view.
    pub fn update(self, id: ViewId, input: SavedViewInput) {
        let client = self.session.client();
        self.message.clear();
        spawn_local(async move {
            let words = format!("Changed: {}", input.name);
            let answer = client.update_view(id, &input).await;
            self.settle(answer.map(|_view| ()), words, move || self.edited.set(None));
        });
    }

    /// Removes a view, with a way back to one of the person's own.
    pub fn remove(self, view: SavedView) {
        let client = self.session.client();
        self.message.clear();
        spawn_local(async move {
            let words = format!("Removed: {}", view.name);
            match client.remove_view(view.id).await {
                Ok(()) if view.is_own => {
                    self.loader.reload();
                    let SavedView { name, page, query, is_shared, .. } = view;
                    let input = SavedViewInput { name, page, query, is_shared };
                    self.message.offer(words, move || self.add(input.clone(), || ()));
                }
                answer => self.settle(answer, words, || ()),
            }
        });
    }

    fn settle(self, answer: Answer<()>, words: String, done: impl FnOnce()) {
        match answer {
            Ok(()) => {
                done();
                self.loader.reload();
                self.message.say(words);
            }
            Err(error) => self.refused(&error),
        }
    }

    fn refused(self, error: &ClientError) {
        self.message.refuse(error);
        if error.needs_sign_in() {
            self.session.ended();
        }
    }
}
