//! Demo data: a distributor that does not exist, brought in through the ordinary import, and one
//! sign-in for each role. For demonstration only; nothing is measured or proved on it. docs/DATA.md says
//! which account shows what.

mod behaviour;
mod catalogue;
mod chance;
mod contacts;
mod csv;
mod customers;
mod drafts;
mod files;
mod invoices;
mod places;
mod sales;
mod shelf;
mod showcase;
mod targets;

use crate::{Answer, App, AppError, Caller, ImportOptions, UploadedFile, clock, password, secret};
use bellwether_core::import::{ImportKind, ImportStatus};
use bellwether_core::{AccountId, Permissions, Role, Scope};
use bellwether_ledger::{DayRange, History, day};
use bellwether_store::interactions::{self, NewInteraction};
use bellwether_store::{closures, ledger_feed, reps, settings, users};
use chrono::{Days, NaiveTime, TimeDelta};
use files::DemoFiles;
use showcase::Closure;

/// Weeks before today as of which the demo is scored too.
const SCORED_WEEKS: u64 = 4;
/// Contacts are logged so late on their day.
const LOGGED_AFTER: TimeDelta = TimeDelta::hours(17);

/// A sign-in of the demo.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct DemoSignIn {
    /// What they see.
    pub role: Role,
    /// What to sign in with.
    pub email: String,
    /// Random, made for this database.
    pub password: String,
}

impl App {
    /// Fills an empty database with demo data and scores it.
    ///
    /// # Errors
    /// `Conflict` when there are people or accounts already: a real database is never filled with demo data.
    pub fn create_demo(&self) -> Answer<Vec<DemoSignIn>> {
        let is_empty = self
            .store
            .read(|conn| Ok(users::count(conn)? == 0 && ledger_feed::counts(conn)?.accounts == 0))?;
        if !is_empty {
            return Err(AppError::Conflict {
                message: "this database is in use; the demo needs an empty one".to_owned(),
            });
        }
        self.store.write(|conn| {
            let now = settings::get(conn)?;
            settings::update(
                conn,
                &settings::Settings {
                    organisation_name: "Northgate Supply (demo)".to_owned(),
                    price_editing: true,
                    ..now
                },
            )
        })?;
        self.reload_settings()?;
        let files = DemoFiles::generate(self.book().today());
        self.import_demo_file(ImportKind::Reps, "reps.csv", &files.reps)?;
        self.import_demo_file(ImportKind::Products, "products.csv", &files.products)?;
        self.import_demo_file(ImportKind::Accounts, "accounts.csv", &files.accounts)?;
        self.import_demo_file(ImportKind::Purchases, "purchases.csv", &files.purchases)?;
        self.import_demo_file(ImportKind::Invoices, "invoices.csv", &files.invoices)?;
        self.import_demo_file(ImportKind::Targets, "targets.csv", &files.targets)?;
        self.close_demo_accounts(&files.closures)?;
        self.log_demo_contacts()?;
        self.score_past_weeks()?;
        self.run_waiting_jobs()?;
        self.follow_alerts()?;
        self.add_demo_users()
    }

    /// Scores as if the demo had been there for some weeks, so that there is something to compare with.
    fn score_past_weeks(&self) -> Answer<()> {
        let as_of = self.read_book()?.as_of();
        for weeks in (1..=SCORED_WEEKS).rev() {
            self.run_scoring(as_of.checked_sub_days(Days::new(7 * weeks)))?;
        }
        Ok(())
    }

    fn import_demo_file(&self, kind: ImportKind, name: &str, content: &str) -> Answer<()> {
        let path = self.config.data_dir.join(name);
        std::fs::write(&path, content).map_err(|error| AppError::folder(&path, &error))?;
        let file = UploadedFile {
            path,
            file_name: name.to_owned(),
            bytes: content.len() as u64,
            is_temporary: true,
        };
        let options = ImportOptions { kind: Some(kind), ..ImportOptions::default() };
        let import = self.run_import(&Caller::system(), file, &options)?;
        if import.status != ImportStatus::Done || import.rows.rejected > 0 {
            return Err(AppError::Internal(format!(
                "demo file {name} was not taken whole: {:?}",
                import.rejections
            )));
        }
        Ok(())
    }

    /// Closures are in no file: people tell of them.
    fn close_demo_accounts(&self, closed: &[(String, Closure)]) -> Answer<()> {
        let book = self.read_book()?;
        for (number, closure) in closed {
            let account =
                book.dimensions().accounts().iter().find(|account| *account.external_id == **number);
            let account: Option<AccountId> = account.map(|account| account.id);
            let new = closures::NewClosure {
                account: account.ok_or_else(|| AppError::Internal(format!("no demo account {number}")))?,
                from: closure.from,
                until: closure.until,
                note: closure.note.to_owned(),
                author: "Demo data".to_owned(),
            };
            self.store.write(|conn| closures::add(conn, &Scope::All, &new, clock::now()))?;
        }
        Ok(())
    }

    /// Calls and visits are in no file either: reps log them.
    fn log_demo_contacts(&self) -> Answer<()> {
        let book = self.read_book()?;
        let (today, dimensions) = (book.today(), book.dimensions());
        let last_year = DayRange::ending_on(day::from_date(today), 365);
        let sales = |history: &History| -> i64 {
            let counting = history.orders_in(last_year).iter().filter(|order| order.counts_in_sales());
            counting.map(|order| order.revenue_cents).sum()
        };
        let histories = (0..).zip(book.snapshot().histories());
        let sold = histories.map(|(account, history)| (sales(history), account));
        let mut buying: Vec<(i64, u32)> = sold.filter(|(cents, _)| *cents > 0).collect();
        buying.sort_unstable_by(|one, other| other.cmp(one));
        let mut contacts = Vec::new();
        for (place, (_, account)) in buying.iter().enumerate() {
            let Some(account) = dimensions.account(*account) else { continue };
            let Some(rep) = account.rep.and_then(|rep| book.rep_ref(rep)) else { continue };
            let seed = account.external_id.trim_start_matches('C').parse().unwrap_or(0);
            let rank = place as f64 / buying.len() as f64;
            let of_account = contacts::of_account(seed, &account.state, rank, today);
            contacts.extend(of_account.into_iter().map(|contact| logged(account.id, &rep.name, contact)));
        }
        let now = clock::now();
        Ok(self.store.write(|conn| {
            contacts.iter().try_for_each(|new| {
                let logged_at = new.happened_on.and_time(NaiveTime::MIN) + LOGGED_AFTER;
                interactions::add(conn, &Scope::All, new, logged_at.min(now)).map(drop)
            })
        })?)
    }

    fn add_demo_users(&self) -> Answer<Vec<DemoSignIn>> {
        // The first rep's book holds the accounts that show every case.
        let reps = self.store.read(|conn| reps::list(conn, &Scope::All))?;
        let first = reps.into_iter().min_by(|one, other| one.external_id.cmp(&other.external_id));
        let (rep, region) = first.map_or((None, None), |rep| (Some(rep.id), rep.region));
        let everything = Permissions { view_margin: true, view_contacts: true, view_financials: true };
        let no_margin = Permissions { view_margin: false, view_contacts: true, view_financials: true };
        let people = [
            ("Demo rep", Role::Rep, rep, Vec::new(), no_margin),
            ("Demo manager", Role::Manager, None, region.into_iter().collect(), everything),
            ("Demo leadership", Role::Leadership, None, Vec::new(), everything),
            ("Demo admin", Role::Admin, None, Vec::new(), everything),
        ];
        let mut sign_ins = Vec::new();
        for (name, role, rep, regions, permissions) in people {
            let sign_in = DemoSignIn {
                role,
                email: format!("{}@demo.example", role.code()),
                password: secret::typeable(),
            };
            let user = users::NewUser {
                email: sign_in.email.clone(),
                name: name.to_owned(),
                phone: None,
                password_hash: Some(password::hash(&sign_in.password)?),
                role,
                rep,
                permissions,
                regions,
                must_change_password: false,
            };
            self.store.write(|conn| users::create(conn, &user, clock::now()))?;
            sign_ins.push(sign_in);
        }
        Ok(sign_ins)
    }
}

/// A contact as the rep of the account would have logged it.
fn logged(account: AccountId, rep: &str, contact: contacts::Contact) -> NewInteraction {
    let contacts::Contact { happened_on, kind, outcome, note, promised } = contact;
    NewInteraction {
        account,
        kind,
        outcome: Some(outcome),
        contact: None,
        happened_on,
        user: None,
        author: rep.to_owned(),
        note: note.to_owned(),
        promised: promised.to_owned(),
        key: None,
    }
}
