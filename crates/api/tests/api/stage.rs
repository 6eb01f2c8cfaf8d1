//! A small distributor to call: two reps in two regions with one account each, and somebody of every role.

use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderMap, HeaderName};
use actix_web::test::{self, TestRequest};
use actix_web::{HttpRequest, HttpResponse};
use bellwether_api::{Api, ApiConfig};
use bellwether_app::{App, AppConfig, Caller, ImportOptions, Outbound, UploadedFile};
use bellwether_core::account::AccountQuery;
use bellwether_core::alert::AlertQuery;
use bellwether_core::import::{Field, ImportKind, ImportStatus, Mapping};
use bellwether_core::key::{KeyScope, NewKey};
use bellwether_core::problem::Problem;
use bellwether_core::session::SignIn;
use bellwether_core::user::{User, UserInput};
use bellwether_core::{AccountId, Permissions, RepId, Role, UserId};
use bellwether_testkit::database::{self, TestDatabase};
use futures_util::future::LocalBoxFuture;
use serde_json::Value;
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::num::NonZeroU32;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// How long the background may take before a test gives up; far beyond what it needs.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Password of everybody on the stage.
pub const PASSWORD: &str = "correct horse battery staple";

/// The application with its API.
pub struct Stage {
    pub app: Arc<App>,
    config: ApiConfig,
    folder: TempDir,
    service: OnceCell<Service>,
    _database: TestDatabase,
}

type Service = Box<dyn Fn(TestRequest) -> LocalBoxFuture<'static, Head>>;

/// An answer whose body is still to come.
struct Head {
    status: StatusCode,
    headers: HeaderMap,
    body: BoxBody,
}

impl Head {
    /// A stream of events never ends by itself.
    fn is_endless(&self) -> bool {
        let media_type = self.headers.get("content-type");
        media_type.is_some_and(|media_type| media_type.as_bytes().starts_with(b"text/event-stream"))
    }
}

/// A stream of events that somebody listens to.
pub struct Events {
    body: Pin<Box<BoxBody>>,
}

impl Events {
    /// The next piece of the stream; none when the server has ended it.
    pub async fn next(&mut self) -> Option<String> {
        let piece = poll_fn(|context| self.body.as_mut().poll_next(context));
        let piece = tokio::time::timeout(PATIENCE, piece).await.expect("the stream says something or ends");
        let bytes = piece?.unwrap_or_else(|error| panic!("the stream broke: {error}"));
        Some(String::from_utf8(bytes.to_vec()).expect("events are text"))
    }
}

/// Somebody who calls.
#[derive(Debug, Clone)]
pub enum Actor {
    Nobody,
    Session { cookie: String, csrf_token: String },
    Key(String),
}

/// Somebody with the password that the installation made for them.
pub struct Newcomer {
    pub actor: Actor,
    pub email: String,
    pub password: String,
}

/// An answer that has arrived.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        let name: HeaderName = name.parse().expect("a header name written in a test");
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_error| panic!("no JSON: {}", self.text()))
    }

    pub fn problem(&self) -> Problem {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{}: {}",
            self.status,
            self.text()
        );
        let problem: Problem = serde_json::from_slice(&self.body).expect("a problem");
        assert_eq!(problem.status, self.status.as_u16());
        assert_eq!(problem.request_id, self.header("x-request-id"));
        assert!(!problem.request_id.is_empty() && !problem.detail.is_empty() && !problem.remedy.is_empty());
        problem
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body without what differs between any two requests.
    pub fn text_without_request_id(&self) -> String {
        self.text().replace(self.header("x-request-id"), "…")
    }
}

/// Which column fills which field.
pub fn mapping(kind: ImportKind, columns: &[(Field, &str)]) -> Mapping {
    let columns: BTreeMap<Field, String> =
        columns.iter().map(|(field, header)| (*field, (*header).to_owned())).collect();
    Mapping { columns, ..Mapping::of_kind(kind) }
}

impl Stage {
    /// Everything set up.
    pub fn new() -> Self {
        Self::on(database::sqlite())
    }

    /// The same on a database of either engine.
    pub fn on(database: TestDatabase) -> Self {
        Self::on_and_beyond(database, Outbound::default())
    }

    /// The same, which may contact what is set up.
    pub fn that_may_contact(outbound: Outbound) -> Self {
        Self::on_and_beyond(database::sqlite(), outbound)
    }

    fn on_and_beyond(database: TestDatabase, outbound: Outbound) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let config = AppConfig {
            database_url: database.url.clone(),
            data_dir: folder.path().to_path_buf(),
            max_upload_bytes: 1024 * 1024,
            outbound,
        };
        // As in the server, where it is opened before anything waits for requests.
        let opening = std::thread::spawn(|| App::open(config).expect("an empty database opens"));
        let app = opening.join().expect("it opens");
        let config = ApiConfig {
            trusts_proxy: false,
            max_upload_bytes: 1024 * 1024,
            upload_dir: folder.path().join("uploads"),
            requests_per_second: NonZeroU32::new(10_000).expect("not zero"),
            request_burst: NonZeroU32::new(10_000).expect("not zero"),
            pages: |_request: &HttpRequest| HttpResponse::Ok().content_type("text/html").body("the app"),
        };
        let stage = Self { app, config, folder, service: OnceCell::new(), _database: database };
        stage.bring_data();
        stage
    }

    /// The same application behind other settings.
    pub fn with(mut self, change: impl FnOnce(&mut ApiConfig)) -> Self {
        change(&mut self.config);
        self
    }

    fn bring_data(&self) {
        let accounts = "number,name,rep,rep name,region,state\n\
                        A-1,First account,R1,Rep one,North,IA\n\
                        A-2,Second account,R2,Rep two,South,TX\n";
        let columns = [
            (Field::AccountKey, "number"),
            (Field::AccountName, "name"),
            (Field::RepKey, "rep"),
            (Field::RepName, "rep name"),
            (Field::Region, "region"),
            (Field::State, "state"),
        ];
        self.import(accounts, mapping(ImportKind::Accounts, &columns));
        let purchases = "number,order,date,product,quantity,amount\n\
                         A-1,O-1,2026-01-05,P-1,2,100.00\n\
                         A-2,O-2,2026-01-06,P-1,3,777.77\n";
        self.import_purchases(purchases);
    }

    /// Brings in order lines: number, order, date, product, quantity, amount.
    pub fn import_purchases(&self, content: &str) {
        let columns = [
            (Field::AccountKey, "number"),
            (Field::OrderKey, "order"),
            (Field::OrderDate, "date"),
            (Field::ProductKey, "product"),
            (Field::Quantity, "quantity"),
            (Field::Amount, "amount"),
        ];
        self.import(content, mapping(ImportKind::Purchases, &columns));
    }

    /// An order of each account on every Monday of a quarter, up to its order of January; then silence, as of
    /// the end of that month.
    pub fn bring_silent_accounts(&self) {
        let mut settings = self.app.settings(&Caller::system()).expect("settings");
        settings.pinned_as_of = chrono::NaiveDate::from_ymd_opt(2026, 1, 31);
        self.app.update_settings(&Caller::system(), &settings).expect("a pinned date");
        let mut purchases = "number,order,date,product,quantity,amount\n".to_owned();
        let first = chrono::NaiveDate::from_ymd_opt(2025, 10, 6).expect("a Monday");
        for monday in first.iter_weeks().take(13) {
            purchases.push_str(&format!("A-1,A-{monday},{monday},P-1,1,50.00\n"));
            purchases.push_str(&format!("A-2,B-{monday},{monday},P-1,1,50.00\n"));
        }
        self.import_purchases(&purchases);
    }

    /// Silent accounts, and an alert of each of them.
    pub fn bring_alerts(&self) {
        self.bring_silent_accounts();
        self.wait_until("both accounts have an alert", || self.live_alerts() >= 2);
    }

    /// Alerts that facts can still change.
    pub fn live_alerts(&self) -> u64 {
        self.app.alerts(&Caller::system(), &AlertQuery::default()).expect("alerts").total
    }

    /// Waits for what the background does.
    pub fn wait_until(&self, what: &str, is_so: impl Fn() -> bool) {
        let start = Instant::now();
        while !is_so() {
            assert!(start.elapsed() < PATIENCE, "it never came to pass that {what}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Brings in a file of any kind.
    pub fn import(&self, content: &str, mapping: Mapping) {
        let path = self.folder.path().join("file.csv");
        std::fs::write(&path, content).expect("the temporary folder can be written");
        let file = UploadedFile {
            path,
            file_name: "file.csv".to_owned(),
            bytes: content.len() as u64,
            is_temporary: false,
        };
        let options = ImportOptions { given_mapping: Some(mapping), ..ImportOptions::default() };
        let import = self.app.run_import(&Caller::system(), file, &options).expect("the import runs");
        assert_eq!((import.status, import.rows.rejected), (ImportStatus::Done, 0), "{import:?}");
    }

    /// A new person of that role; reps have the first rep's book, managers the first rep's region.
    pub fn person(&self, name: &str, role: Role) -> User {
        self.app.add_user(&Caller::system(), &self.input(name, role)).expect("a new person")
    }

    /// What such a person is made from.
    pub fn input(&self, name: &str, role: Role) -> UserInput {
        let choices = self.app.filter_choices(&Caller::system()).expect("choices");
        let rep = choices.reps.iter().find(|rep| rep.name == "Rep one").map(|rep| rep.id);
        let region = choices.regions.iter().find(|region| region.name == "North").map(|region| region.id);
        UserInput {
            name: name.to_owned(),
            email: format!("{name}@example.com"),
            role,
            permissions: Permissions { view_margin: true, view_contacts: true, view_financials: true },
            rep: if role == Role::Rep { rep } else { None },
            regions: if role == Role::Manager { region.into_iter().collect() } else { Vec::new() },
            is_disabled: false,
            password: Some(PASSWORD.to_owned()),
        }
    }

    /// The rep whose book the second account is in.
    pub fn other_rep(&self) -> RepId {
        let choices = self.app.filter_choices(&Caller::system()).expect("choices");
        choices.reps.iter().find(|rep| rep.name == "Rep two").expect("the rep was imported").id
    }

    /// Changes a person; the password stays.
    pub fn change(&self, id: UserId, input: UserInput) {
        let input = UserInput { password: None, ..input };
        self.app.update_user(&Caller::system(), id, &input).expect("changed");
    }

    /// A session of a person.
    pub fn session(&self, user: &User) -> Actor {
        let credentials = SignIn { email: user.email.clone(), password: PASSWORD.to_owned() };
        let (token, me) = self.app.sign_in(&credentials, "192.0.2.7").expect("the right password");
        Actor::Session { cookie: token.0, csrf_token: me.csrf_token }
    }

    /// A session of the first admin, who has not changed the password the installation made for them.
    pub fn newcomer(&self) -> Newcomer {
        let first = self.app.first_sign_in().expect("asked").expect("nobody is there yet");
        let credentials = SignIn { email: first.email.clone(), password: first.password.clone() };
        let (token, me) = self.app.sign_in(&credentials, "192.0.2.7").expect("the right password");
        assert!(me.must_change_password);
        let actor = Actor::Session { cookie: token.0, csrf_token: me.csrf_token };
        Newcomer { actor, email: first.email, password: first.password }
    }

    /// A session of a new person of that role.
    pub fn actor(&self, role: Role) -> Actor {
        self.session(&self.person(role.code(), role))
    }

    /// A key of a person.
    pub fn key(&self, user: &User, scope: KeyScope) -> Actor {
        let credentials = SignIn { email: user.email.clone(), password: PASSWORD.to_owned() };
        let (token, _me) = self.app.sign_in(&credentials, "192.0.2.7").expect("the right password");
        let caller = self.app.caller_by_session(&token.0).expect("a session just begun");
        let wanted = NewKey { name: "test".to_owned(), scope, expires_at: None };
        Actor::Key(self.app.add_key(&caller, &wanted).expect("a key").secret)
    }

    /// Ids of the first and the second account.
    pub fn account_ids(&self) -> (AccountId, AccountId) {
        let page = self.app.accounts(&Caller::system(), &AccountQuery::default()).expect("accounts");
        let id = |name: &str| {
            let row = page.items.iter().find(|row| row.account.name == name);
            row.expect("the account was imported").account.id
        };
        (id("First account"), id("Second account"))
    }

    /// Files that uploads have left behind.
    pub fn uploads(&self) -> usize {
        std::fs::read_dir(&self.config.upload_dir).map_or(0, Iterator::count)
    }

    /// Sends a request as somebody, with the session's token as our own page would.
    pub async fn send(&self, actor: &Actor, request: TestRequest) -> Reply {
        self.send_bare(signed(actor, request)).await
    }

    /// Sends a request as it is. Of an endless answer the body is left out.
    pub async fn send_bare(&self, request: TestRequest) -> Reply {
        let head = self.ask(request).await;
        let body = if head.is_endless() { BoxBody::new(()) } else { head.body };
        let body = to_bytes(body).await.expect("a body").to_vec();
        Reply { status: head.status, headers: head.headers, body }
    }

    /// Listens to the stream of events as somebody.
    pub async fn listen(&self, actor: &Actor) -> Events {
        let head = self.ask(signed(actor, get("/api/v1/events"))).await;
        assert!(head.status == StatusCode::OK && head.is_endless(), "{} is no stream", head.status);
        Events { body: Box::pin(head.body) }
    }

    async fn ask(&self, request: TestRequest) -> Head {
        let service = self.service.get_or_init(|| self.start()).await;
        service(request.peer_addr(([192, 0, 2, 7], 4000).into())).await
    }

    /// The service behind one closure, whose type can be named.
    async fn start(&self) -> Service {
        let api = Api::new(self.app.clone(), self.config.clone());
        let service = Rc::new(test::init_service(api.service()).await);
        Box::new(move |request: TestRequest| {
            let service = service.clone();
            Box::pin(async move {
                let response = test::call_service(&*service, request.to_request()).await;
                let (status, headers) = (response.status(), response.headers().clone());
                Head { status, headers, body: response.into_body() }
            })
        })
    }
}

fn signed(actor: &Actor, request: TestRequest) -> TestRequest {
    match actor {
        Actor::Nobody => request,
        Actor::Session { cookie, csrf_token } => request
            .insert_header(("Cookie", format!("bellwether_session={cookie}")))
            .insert_header(("X-CSRF-Token", csrf_token.clone())),
        Actor::Key(secret) => request.insert_header(("Authorization", format!("Bearer {secret}"))),
    }
}

/// A `GET`.
pub fn get(path: &str) -> TestRequest {
    TestRequest::get().uri(path)
}

/// A `POST` of JSON.
pub fn post(path: &str, body: &Value) -> TestRequest {
    TestRequest::post().uri(path).set_json(body)
}
