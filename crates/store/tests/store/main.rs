//! The store on both engines, by subject.

mod access;
mod alerts;
mod deliveries;
mod facts_of_lines;
mod facts_of_orders;
mod migrations;
mod purchases;
mod stage;
mod undo;
mod work;
