//! What every page shares: who is signed in, what is filtered, what is loading, how it looks.

pub mod account_query;
pub mod address;
pub mod deeds;
pub mod effect;
pub mod filters;
pub mod kept;
pub mod loader;
pub mod outbox;
pub mod pager;
pub mod period_choice;
pub mod place;
pub mod reach;
pub mod session;
pub mod theme;
pub mod turn;
pub mod viewport;
