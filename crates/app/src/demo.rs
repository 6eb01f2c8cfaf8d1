//! Demo data: a distributor that does not exist, brought in through the ordinary import, and one
//! sign-in for each role. For demonstration only; nothing is measured or proved on it. docs/DATA.md says
//! which account shows what.

mod behaviour;
mod catalogue;
mod chance;
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
use bellwether_store::{closures, ledger_feed, reps, settings, users};
use files::DemoFiles;
use showcase::Closure;

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
        self.run_waiting_jobs()?;
        self.follow_alerts()?;
        self.add_demo_users()
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
