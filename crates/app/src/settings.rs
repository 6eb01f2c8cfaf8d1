//! Settings of the organisation.

use crate::{Answer, App, AppError, Caller, clock, score};
use bellwether_core::settings::{SalesBasis, Settings, WeekStart};
use bellwether_store::{audit, changes, jobs, settings as rows};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;

/// Dates on which the organisation is closed, at most.
const MOST_HOLIDAYS: usize = 1_000;

/// Settings without a column of their own.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
struct Extra {
    sales_basis: SalesBasis,
    hide_leaderboard_from_reps: bool,
    outreach_lead_days: u32,
    overdue_grace_days: u32,
    holidays: Vec<NaiveDate>,
}

impl Default for Extra {
    fn default() -> Self {
        Self {
            sales_basis: SalesBasis::default(),
            hide_leaderboard_from_reps: false,
            outreach_lead_days: 14,
            overdue_grace_days: 0,
            holidays: Vec::new(),
        }
    }
}

impl App {
    /// The organisation's settings.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn settings(&self, _caller: &Caller) -> Answer<Settings> {
        Ok(self.book().settings().clone())
    }

    /// Changes the organisation's settings.
    ///
    /// # Errors
    /// `Forbidden` unless an admin, `Invalid` with the field and what it accepts.
    pub fn update_settings(&self, caller: &Caller, wanted: &Settings) -> Answer<Settings> {
        caller.require_admin()?;
        check(wanted)?;
        let now = clock::now();
        self.store.write_or(|conn| {
            let before = rows::get(conn)?;
            let is_redated = shown(&before)?.sales_basis != wanted.sales_basis;
            rows::update(conn, &stored(wanted, before)?)?;
            changes::append_rules(conn, now)?;
            if is_redated {
                // Risks and what is at stake rest on net sales.
                jobs::enqueue(conn, &score::job(None), now)?;
            }
            let entry = audit::AuditEntry {
                user: caller.author(),
                action: "settings changed".to_owned(),
                object: "settings".to_owned(),
                detail: json!(wanted),
                request_id: String::new(),
            };
            Ok::<_, AppError>(audit::record(conn, &entry, now)?)
        })?;
        self.reload_settings()?;
        self.publish_facts()?;
        self.chores.wake_watch();
        self.chores.wake_worker();
        Ok(wanted.clone())
    }
}

fn check(wanted: &Settings) -> Answer<()> {
    let name = wanted.organisation.trim();
    if name.is_empty() || name.chars().count() > 200 {
        return Err(AppError::invalid("organisation", "use 1 to 200 characters"));
    }
    if wanted.time_zone.parse::<chrono_tz::Tz>().is_err() {
        return Err(AppError::invalid("time_zone", "use an IANA name such as America/Denver"));
    }
    if wanted.currency.len() != 3 || !wanted.currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(AppError::invalid("currency", "use an ISO 4217 code such as USD"));
    }
    if !(1..=12).contains(&wanted.fiscal_year_start_month) {
        return Err(AppError::invalid("fiscal_year_start_month", "use a month from 1 to 12"));
    }
    if wanted.outreach_lead_days > 90 {
        return Err(AppError::invalid("outreach_lead_days", "use 0 to 90 days"));
    }
    if wanted.overdue_grace_days > 90 {
        return Err(AppError::invalid("overdue_grace_days", "use 0 to 90 days"));
    }
    if wanted.holidays.len() > MOST_HOLIDAYS {
        return Err(AppError::invalid("holidays", format!("use at most {MOST_HOLIDAYS} dates")));
    }
    Ok(())
}

/// As the wire shows them.
///
/// # Errors
/// `Internal` when they are damaged.
pub(crate) fn shown(row: &rows::Settings) -> Answer<Settings> {
    let extra: Extra = serde_json::from_value(row.extra.clone())
        .map_err(|error| AppError::Internal(format!("the stored settings cannot be read: {error}")))?;
    Ok(Settings {
        organisation: row.organisation_name.clone(),
        time_zone: row.time_zone.clone(),
        currency: row.currency.clone(),
        sales_basis: extra.sales_basis,
        week_start: if row.week_start == 6 { WeekStart::Sunday } else { WeekStart::Monday },
        fiscal_year_start_month: u32::from(row.fiscal_year_start_month),
        live_feed: row.live_feed,
        price_editing_enabled: row.price_editing,
        hide_leaderboard_from_reps: extra.hide_leaderboard_from_reps,
        pinned_as_of: row.as_of,
        outreach_lead_days: extra.outreach_lead_days,
        overdue_grace_days: extra.overdue_grace_days,
        holidays: extra.holidays,
    })
}

fn stored(wanted: &Settings, before: rows::Settings) -> Answer<rows::Settings> {
    let extra = Extra {
        sales_basis: wanted.sales_basis,
        hide_leaderboard_from_reps: wanted.hide_leaderboard_from_reps,
        outreach_lead_days: wanted.outreach_lead_days,
        overdue_grace_days: wanted.overdue_grace_days,
        holidays: wanted.holidays.iter().copied().collect::<BTreeSet<_>>().into_iter().collect(),
    };
    Ok(rows::Settings {
        organisation_name: wanted.organisation.trim().to_owned(),
        time_zone: wanted.time_zone.clone(),
        currency: wanted.currency.clone(),
        week_start: match wanted.week_start {
            WeekStart::Monday => 0,
            WeekStart::Sunday => 6,
        },
        fiscal_year_start_month: wanted
            .fiscal_year_start_month
            .try_into()
            .map_err(|_| AppError::invalid("fiscal_year_start_month", "use a month from 1 to 12"))?,
        live_feed: wanted.live_feed,
        price_editing: wanted.price_editing_enabled,
        as_of: wanted.pinned_as_of,
        extra: serde_json::to_value(extra).map_err(|error| AppError::Internal(error.to_string()))?,
        ..before
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alert::tests::{import, pin};
    use crate::stage::Stage;
    use bellwether_core::dashboard::FactFilter;
    use bellwether_core::import::ImportKind;
    use bellwether_core::product::ProductQuery;

    /// Net sales and orders of April and of May 2026.
    fn months(stage: &Stage) -> [(i64, i64); 2] {
        let date = |month, day| NaiveDate::from_ymd_opt(2026, month, day);
        [(date(4, 1), date(4, 30)), (date(5, 1), date(5, 31))].map(|(from, to)| {
            let facts = FactFilter { from, to, ..FactFilter::default() };
            let kpis = stage.app.dashboard(&Caller::system(), &facts).expect("answered").kpis;
            (kpis.revenue.current.0, kpis.orders.current)
        })
    }

    fn count_sales(stage: &Stage, basis: SalesBasis) {
        let settings = stage.app.settings(&Caller::system()).expect("read");
        let wanted = Settings { sales_basis: basis, ..settings };
        stage.app.update_settings(&Caller::system(), &wanted).expect("stored");
    }

    #[test]
    fn sales_move_to_the_days_of_their_invoices_when_the_organisation_says_so_and_back() {
        const INVOICES: &str =
            "Customer Number,Invoice Number,Order Number,Invoice Date,Amount,Open Balance\n";
        for stage in Stage::each() {
            pin(&stage, NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date of June"));
            stage.app.read_book().expect("read");
            let orders = "Customer Number,Order Number,Order Date,Order Status,Item Number,Quantity,Sales\n\
                          A,1,2026-04-20,paid,X,1,100\nA,2,2026-04-25,shipped,X,2,200\nA,3,2026-05-02,placed,X,1,50\n";
            import(&stage, ImportKind::Purchases, orders);
            // The first with 8 % tax; half of the second.
            import(
                &stage,
                ImportKind::Invoices,
                &format!("{INVOICES}A,I-1,1,2026-05-05,108,0\nA,I-2,2,2026-05-06,100,0\n"),
            );
            assert_eq!(months(&stage), [(30_000, 2), (5_000, 1)], "{}", stage.engine);
            stage.app.run_waiting_jobs().expect("run");
            let scored = stage.app.book().scoring().map(|scoring| scoring.run);
            count_sales(&stage, SalesBasis::Invoiced);
            assert_eq!(months(&stage), [(0, 2), (20_000, 1)], "{}", stage.engine);
            stage.app.run_waiting_jobs().expect("run");
            let anew = stage.app.book().scoring().map(|scoring| scoring.run);
            assert!(scored.is_some() && anew > scored, "what rests on net sales is scored anew");

            import(&stage, ImportKind::Invoices, &format!("{INVOICES}A,I-3,3,2026-05-08,50,0\n"));
            assert_eq!(
                months(&stage),
                [(0, 2), (25_000, 1)],
                "an invoice that comes later: {}",
                stage.engine
            );
            // What was ordered in neither month and is invoiced in the second is listed with its sales.
            let may = NaiveDate::from_ymd_opt(2026, 5, 6);
            let day = FactFilter { from: may, to: may, ..FactFilter::default() };
            let products =
                stage.app.products(&Caller::system(), &day, &ProductQuery::default()).expect("answered");
            let sold: Vec<i64> = products.items.iter().map(|row| row.revenue.current.0).collect();
            assert_eq!(sold, [10_000], "{}", stage.engine);
            count_sales(&stage, SalesBasis::Booked);
            assert_eq!(months(&stage), [(30_000, 2), (5_000, 1)], "{}", stage.engine);
        }
    }
}
