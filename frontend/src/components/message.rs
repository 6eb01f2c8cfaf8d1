//! A message at the foot of the window about what was done last, with a way back.

use crate::components::icon::{Icon, IconName};
use crate::components::panel::failure_words;
use bellwether_client::ClientError;
use leptos::prelude::*;

/// What is said.
#[derive(Clone)]
struct Said {
    words: String,
    undo: Option<Callback<()>>,
    is_refusal: bool,
}

/// The message of a page or panel; it stays until the next one or until it is closed, so that nobody is too slow.
#[derive(Clone, Copy)]
pub struct Message(RwSignal<Option<Said>>);

impl Message {
    /// None yet.
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// Says what was done.
    pub fn say(self, words: impl Into<String>) {
        self.put(Said { words: words.into(), undo: None, is_refusal: false });
    }

    /// Says what was done, and offers to take it back.
    pub fn offer(self, words: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
        let undo = Callback::new(move |()| undo());
        self.put(Said { words: words.into(), undo: Some(undo), is_refusal: false });
    }

    /// Withdraws what was said, with its way back: it must not be taken for that of what is done next.
    pub fn clear(self) {
        let _gone = self.0.try_set(None);
    }

    /// Says that something was not saved, and why.
    pub fn refuse(self, error: &ClientError) {
        let (what, remedy) = failure_words(error);
        self.put(Said {
            words: format!("That was not saved. {what} {remedy}"),
            undo: None,
            is_refusal: true,
        });
    }

    fn put(self, said: Said) {
        // The page may have been left while the server was asked.
        let _gone = self.0.try_set(Some(said));
    }

    /// The place of the message.
    pub fn view(self) -> AnyView {
        let shown = move || {
            self.0.get().map(|said| {
                let undo = said.undo.map(|undo| {
                    let act = move |_| {
                        self.clear();
                        undo.run(());
                    };
                    view! { <button type="button" class="button" on:click=act>"Undo"</button> }
                });
                view! {
                    <div class="toast" class:is-failing=said.is_refusal>
                        <p>{said.words}</p>
                        {undo}
                        <button type="button" class="button is-quiet is-icon" aria-label="Close the message" on:click=move |_| self.clear()>
                            <Icon name=IconName::Close />
                        </button>
                    </div>
                }
                .into_any()
            })
        };
        view! { <div class="toast-place" role="status">{shown}</div> }.into_any()
    }
}
