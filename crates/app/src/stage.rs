//! For tests that look inside: the product on each engine, with nothing running in the background.

use crate::{App, AppConfig, Outbound, UploadedFile};
use bellwether_testkit::database::{TestDatabase, each_engine};
use std::path::PathBuf;
use tempfile::TempDir;

/// One product, and what goes with it at the end of the test.
pub(crate) struct Stage {
    pub(crate) app: App,
    pub(crate) engine: &'static str,
    folder: TempDir,
    _database: TestDatabase,
}

impl Stage {
    /// One on each engine there is.
    pub(crate) fn each() -> Vec<Self> {
        Self::each_that_may_contact(&Outbound::default())
    }

    /// One on each engine, which may contact what is set up.
    pub(crate) fn each_that_may_contact(outbound: &Outbound) -> Vec<Self> {
        each_engine().into_iter().map(|database| Self::on(database, outbound.clone())).collect()
    }

    fn on(database: TestDatabase, outbound: Outbound) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let app = App::open_at_terminal(AppConfig {
            database_url: database.url.clone(),
            data_dir: folder.path().to_path_buf(),
            max_upload_bytes: 1024 * 1024,
            outbound,
        });
        Self {
            app: app.expect("an empty database opens"),
            engine: database.engine,
            folder,
            _database: database,
        }
    }

    /// A file in the upload folder, as an upload leaves it.
    pub(crate) fn upload(&self, name: &str, content: &str) -> UploadedFile {
        let path = self.upload_path(name);
        std::fs::create_dir_all(self.app.config.upload_dir()).expect("the folder can be made");
        std::fs::write(&path, content).expect("the folder can be written");
        UploadedFile { path, file_name: name.to_owned(), bytes: content.len() as u64, is_temporary: true }
    }

    pub(crate) fn upload_path(&self, name: &str) -> PathBuf {
        self.folder.path().join("uploads").join(name)
    }
}
