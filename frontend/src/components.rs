//! Pieces that pages are made of; they know words of the business but no page.

pub mod address_select;
pub mod badge;
pub mod call;
pub mod chart_view;
pub mod dialog;
pub mod endless;
pub mod export;
pub mod form_fields;
pub mod icon;
pub mod invoice_list;
pub mod message;
pub mod movement;
pub mod order_status;
pub mod panel;
pub mod password_form;
pub mod popover;
pub mod risk;
pub mod rows_sheet;
pub mod saved_views;
pub mod scope;
pub mod section;
pub mod switch;
pub mod tasks;
pub mod tier;
pub mod tile;
pub mod virtual_rows;
