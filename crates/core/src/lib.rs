//! Words of the business: ids, money, periods, segments, roles, and the request and response
//! types that server, client and screens share. Pure: no clock, no files, no environment.

pub mod calendar;
pub mod id;
pub mod money;
pub mod order;
pub mod paging;
pub mod period;
pub mod probability;
pub mod problem;
pub mod role;
pub mod rule_lab;
pub mod segment;

// One noun, one file: the wire types of each part of the API.
pub mod account;
pub mod accuracy;
pub mod alert;
pub mod bridge;
pub mod brief;
pub mod dashboard;
pub mod explain;
pub mod export;
pub mod freshness;
pub mod import;
pub mod insight;
pub mod interaction;
pub mod invoice;
pub mod job;
pub mod key;
pub mod map;
pub mod metric;
pub mod notification;
pub mod product;
pub mod rep;
pub mod score;
pub mod search;
pub mod session;
pub mod settings;
pub mod state;
pub mod target;
pub mod task;
pub mod territory;
pub mod timeline;
pub mod trip;
pub mod user;
pub mod view;
pub mod weekly_diff;

pub use id::*;
pub use money::Cents;
pub use order::OrderStatus;
pub use paging::Page;
pub use period::Period;
pub use probability::Probability;
pub use role::{Permissions, Role, Scope};
pub use segment::Segment;
