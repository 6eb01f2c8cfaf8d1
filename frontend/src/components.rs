//! Pieces that pages are made of; they know words of the business but no page.

pub mod badge;
pub mod chart_view;
pub mod icon;
pub mod movement;
pub mod panel;
pub mod password_form;
pub mod popover;
pub mod risk;
pub mod section;
pub mod tile;
pub mod virtual_rows;
