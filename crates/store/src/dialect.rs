//! The few statements that differ between the engines, side by side.

use crate::connection::{Connection, Engine};
use diesel::QueryResult;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Nullable};

/// Rows of one multi-row insert on SQLite: far below its limit of 32 766 values for every table here.
pub(crate) const SQLITE_ROWS_A_STATEMENT: usize = 500;

/// Inserts many rows: multi-row statements on SQLite, binary COPY on PostgreSQL. Arrays of a fixed
/// length let Diesel keep the prepared statement; parsing it anew takes a third of a bulk load's time.
macro_rules! bulk_insert {
    ($connection:expr, $table:expr, $rows:expr) => {{
        let rows: &[_] = &$rows;
        let outcome: diesel::QueryResult<()> = (|| {
            match $connection {
                _ if rows.is_empty() => {}
                $crate::connection::Connection::Sqlite(sqlite) => {
                    let (full, rest) = rows.as_chunks::<{ $crate::dialect::SQLITE_ROWS_A_STATEMENT }>();
                    for chunk in full {
                        diesel::RunQueryDsl::execute(diesel::insert_into($table).values(chunk), sqlite)?;
                    }
                    if !rest.is_empty() {
                        diesel::RunQueryDsl::execute(diesel::insert_into($table).values(rest), sqlite)?;
                    }
                }
                $crate::connection::Connection::Postgres(postgres) => {
                    diesel::ExecuteCopyFromDsl::execute(
                        diesel::copy_from($table).from_insertable(rows),
                        postgres,
                    )?;
                }
            }
            Ok(())
        })();
        outcome
    }};
}
pub(crate) use bulk_insert;

/// One of two texts of a statement with the same binds (`$1`, `$2`, each once, in order).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Statement {
    pub(crate) sqlite: &'static str,
    pub(crate) postgres: &'static str,
}

impl Statement {
    /// The text for this connection.
    pub(crate) fn text(self, connection: &Connection) -> &'static str {
        match connection.engine() {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }
}

/// `CAST(SUM(x) AS BIGINT)`: PostgreSQL's sum of BIGINT is NUMERIC, which SQLite has not.
#[derive(Debug, Clone, Copy, QueryId)]
pub(crate) struct SumI64<E>(pub(crate) E);

impl<E: Expression> Expression for SumI64<E> {
    type SqlType = Nullable<BigInt>;
}

impl<E, GB> ValidGrouping<GB> for SumI64<E> {
    type IsAggregate = is_aggregate::Yes;
}

impl<E, QS> SelectableExpression<QS> for SumI64<E> where Self: AppearsOnTable<QS> {}

impl<E: AppearsOnTable<QS>, QS> AppearsOnTable<QS> for SumI64<E> {}

impl<E, DB> QueryFragment<DB> for SumI64<E>
where
    DB: diesel::backend::Backend,
    E: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("CAST(SUM(");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(") AS BIGINT)");
        Ok(())
    }
}
