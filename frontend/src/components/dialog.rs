//! A window over the page that holds the focus until it is closed; the browser does Escape and the focus's way back.

use crate::state::effect::watch;
use leptos::html;
use leptos::prelude::*;

/// Shows a dialog as soon as it is in the page.
pub fn show_modal(dialog: NodeRef<html::Dialog>) {
    watch(move || {
        if let Some(dialog) = dialog.get()
            && !dialog.open()
        {
            drop(dialog.show_modal());
        }
    });
}

/// Closes a dialog; the focus goes back to where it was.
pub fn close_modal(dialog: NodeRef<html::Dialog>) {
    if let Some(Some(dialog)) = dialog.try_get_untracked() {
        dialog.close();
    }
}

/// Closes a dialog when what was clicked is not in it but beside it.
pub fn close_beside(event: &web_sys::MouseEvent, dialog: NodeRef<html::Dialog>) {
    let is_beside = dialog.get_untracked().is_some_and(|dialog| {
        let target: &web_sys::EventTarget = &dialog;
        event.target().as_ref() == Some(target)
    });
    if is_beside {
        close_modal(dialog);
    }
}
