//! The product's own server on a port of this machine, and a client that asks it and reads the answers.

use crate::Outcome;
use crate::book::Place;
use actix_web::dev::ServerHandle;
use actix_web::{HttpRequest, HttpResponse, HttpServer, rt};
use bellwether_api::{Api, ApiConfig};
use bellwether_app::{App, Caller};
use bellwether_core::session::{PasswordChange, SignIn};
use bellwether_core::user::UserInput;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::num::NonZeroU32;
use std::sync::{Arc, mpsc};

/// As many as the server starts.
const WORKERS: usize = 2;
const BLOCKING_THREADS: usize = 32;
const OK: &str = "HTTP/1.1 200";

/// A running server, and somebody who may see everything.
pub struct Loopback {
    address: SocketAddr,
    handle: ServerHandle,
    session: String,
}

impl Loopback {
    pub fn start(app: &Arc<App>, place: &Place) -> Outcome<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let config = ApiConfig {
            trusts_proxy: false,
            max_upload_bytes: u64::MAX,
            upload_dir: place.config().upload_dir(),
            requests_per_second: NonZeroU32::MAX,
            request_burst: NonZeroU32::MAX,
            pages: |_: &HttpRequest| HttpResponse::NotFound().finish(),
        };
        let api = Api::new(Arc::clone(app), config);
        let (started, handle) = mpsc::channel();
        let serve = move || {
            let server = HttpServer::new(move || api.service())
                .workers(WORKERS)
                .worker_max_blocking_threads(BLOCKING_THREADS)
                .disable_signals()
                .listen(listener)?;
            rt::System::new().block_on(async {
                let running = server.run();
                // Whoever waits for it is gone only when the program ends.
                drop(started.send(running.handle()));
                running.await
            })
        };
        std::thread::spawn(serve);
        Ok(Self { address, handle: handle.recv()?, session: session(app)? })
    }

    /// A connection that stays open from one question to the next.
    pub fn connect(&self) -> Outcome<Connection<'_>> {
        let stream = TcpStream::connect(self.address)?;
        stream.set_nodelay(true)?;
        Ok(Connection { stream: BufReader::new(stream), session: &self.session })
    }

    pub fn stop(self) {
        rt::System::new().block_on(self.handle.stop(false));
    }
}

/// The session of a new administrator.
fn session(app: &App) -> Outcome<String> {
    let run = std::process::id();
    let email = format!("reads{run}@example.com");
    let (given, own) = (format!("password given to {run}"), format!("password of {run}"));
    let system = Caller::system();
    let input = UserInput {
        name: "Reader".to_owned(),
        email: email.clone(),
        role: system.role,
        permissions: system.permissions,
        rep: None,
        regions: Vec::new(),
        is_disabled: false,
        password: Some(given.clone()),
    };
    app.add_user(&system, &input)?;
    let (token, _) = app.sign_in(&SignIn { email, password: given.clone() }, "127.0.0.1")?;
    let caller = app.caller_by_session(&token.0)?;
    let change = PasswordChange { current_password: given, new_password: own };
    app.change_password(&caller, &change, "127.0.0.1")?;
    Ok(token.0)
}

pub struct Connection<'s> {
    stream: BufReader<TcpStream>,
    session: &'s str,
}

impl Connection<'_> {
    /// Asks for an address of the API, and gives the length of the answer in bytes.
    pub fn get(&mut self, address: &str) -> Outcome<usize> {
        let request = format!(
            "GET /api/v1/{address} HTTP/1.1\r\nHost: localhost\r\nCookie: bellwether_session={}\r\n\r\n",
            self.session
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        let (mut status, mut length) = (String::new(), 0);
        self.stream.read_line(&mut status)?;
        loop {
            let mut header = String::new();
            self.stream.read_line(&mut header)?;
            let header = header.trim();
            if header.is_empty() {
                break;
            }
            let value =
                header.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
            length = value.map_or(Ok(length), |(_, value)| value.trim().parse())?;
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        if !status.starts_with(OK) {
            return Err(format!("{address}: {} {}", status.trim(), String::from_utf8_lossy(&body)).into());
        }
        Ok(length)
    }
}
