//! The caller's scope as a condition on the `accounts` table of a query.

use crate::schema::accounts;
use bellwether_core::Scope;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Bool;

/// True for the accounts inside the scope. The query must have `accounts` among its tables. Region
/// means the account's own, else its rep's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InScope<'a>(pub(crate) &'a Scope);

impl QueryId for InScope<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Expression for InScope<'_> {
    type SqlType = Bool;
}

impl<GB> ValidGrouping<GB> for InScope<'_> {
    type IsAggregate = is_aggregate::No;
}

impl<QS> AppearsOnTable<QS> for InScope<'_> where accounts::id: AppearsOnTable<QS> {}

impl<QS> SelectableExpression<QS> for InScope<'_> where Self: AppearsOnTable<QS> {}

impl<DB: Backend> QueryFragment<DB> for InScope<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(&condition(self.0));
        Ok(())
    }
}

/// The condition as text. Only numbers are written into it, so nothing can be injected.
pub(crate) fn condition(scope: &Scope) -> String {
    match scope {
        Scope::All => "1 = 1".to_owned(),
        Scope::Rep(rep) => format!("accounts.rep_id = {}", rep.0),
        Scope::Regions(regions) if !regions.is_empty() => {
            let ids = regions.iter().map(|region| region.0.to_string()).collect::<Vec<_>>().join(", ");
            format!(
                "(accounts.region_id IN ({ids}) OR (accounts.region_id IS NULL AND accounts.rep_id IN \
                 (SELECT scope_reps.id FROM reps AS scope_reps WHERE scope_reps.region_id IN ({ids}))))"
            )
        }
        Scope::Regions(_) | Scope::Nothing => "1 = 0".to_owned(),
    }
}
