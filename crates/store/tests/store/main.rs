//! The store on both engines, by subject.

mod access;
mod migrations;
mod purchases;
mod stage;
mod undo;
mod work;
