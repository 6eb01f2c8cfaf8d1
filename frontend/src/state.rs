//! What every page shares: who is signed in, what is filtered, what is loading, how it looks.

pub mod address;
pub mod effect;
pub mod filters;
pub mod loader;
pub mod pager;
pub mod period_choice;
pub mod session;
pub mod theme;
pub mod viewport;
