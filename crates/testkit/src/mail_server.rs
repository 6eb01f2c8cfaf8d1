//! A mail server for tests: speaks SMTP on a port of its own (RFC 5321, sign-in by RFC 4954), encrypted from the
//! first byte if asked to (RFC 8314), keeps what it takes, and can be told to refuse. It stands for the network's edge; nothing leaves the machine.

use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

/// One message the server took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenMail {
    /// How the client introduced itself.
    pub hello: String,
    /// What it signed in with, as sent (base 64); none without signing in.
    pub credentials: Option<String>,
    /// Whom it said it is from.
    pub from: String,
    /// Whom it is for.
    pub to: Vec<String>,
    /// The message: header and body, lines ended by `\r\n`.
    pub data: String,
}

impl TakenMail {
    /// The value of a header, unfolded; none when it is not there.
    pub fn header(&self, name: &str) -> Option<String> {
        let (head, _) = self.data.split_once("\r\n\r\n")?;
        let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        unfolded.split("\r\n").find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then(|| value.to_owned())
        })
    }
}

/// The command that a refusal answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Signing in.
    Auth,
    /// `MAIL FROM`.
    Mail,
    /// `RCPT TO`.
    Rcpt,
    /// The end of the message.
    Data,
}

#[derive(Debug, Default)]
struct State {
    taken: Vec<TakenMail>,
    refusals: VecDeque<(Stage, String)>,
}

/// A running mail server; it ends with the test process.
#[derive(Debug)]
pub struct MailServer {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    /// The certificate it shows, as PEM; none for one that encrypts nothing.
    certificate: Option<String>,
}

fn locked(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl MailServer {
    /// Starts one on a free port.
    pub fn start() -> Self {
        let (address, state) = serve(converse);
        Self { address, state, certificate: None }
    }

    /// Starts one that encrypts, with a certificate for `localhost` that it made itself.
    pub fn start_encrypted() -> Self {
        let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(own.signing_key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("the provider knows them")
            .with_no_client_auth()
            .with_single_cert(vec![own.cert.der().clone()], key)
            .expect("the key belongs to the certificate");
        let config = Arc::new(config);
        let (address, state) = serve(move |client, state| {
            let connection = ServerConnection::new(Arc::clone(&config)).map_err(io::Error::other)?;
            converse(StreamOwned::new(connection, client), state)
        });
        Self { address, state, certificate: Some(own.cert.pem()) }
    }

    /// The certificate to trust for an encrypted conversation, as PEM.
    pub fn certificate(&self) -> Option<&str> {
        self.certificate.as_deref()
    }

    /// What a mailer takes; `user` is `name:password@` or empty.
    pub fn url(&self, user: &str) -> String {
        match self.certificate {
            Some(_) => format!("smtps://{user}localhost:{}", self.address.port()),
            None => format!("smtp://{user}{}", self.address),
        }
    }

    /// Answers the next command of this kind so, for example `451 busy`; several wait in line.
    pub fn refuse_next(&self, stage: Stage, answer: &str) {
        locked(&self.state).refusals.push_back((stage, answer.to_owned()));
    }

    /// Every message taken so far.
    pub fn taken(&self) -> Vec<TakenMail> {
        locked(&self.state).taken.clone()
    }
}

/// Lets every client talk to a server of its own, on a free port.
fn serve(
    talk: impl Fn(TcpStream, &Mutex<State>) -> io::Result<()> + Send + Sync + 'static,
) -> (SocketAddr, Arc<Mutex<State>>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    let state = Arc::new(Mutex::new(State::default()));
    let (shared, talk) = (Arc::clone(&state), Arc::new(talk));
    thread::spawn(move || {
        for client in listener.incoming().map_while(Result::ok) {
            let (state, talk) = (Arc::clone(&shared), Arc::clone(&talk));
            // A client that hangs up in the middle is none of the server's business.
            thread::spawn(move || _ = talk(client, &state));
        }
    });
    (address, state)
}

/// The refusal that is next in line, when it is for this stage.
fn refusal(state: &Mutex<State>, stage: Stage) -> Option<String> {
    let mut state = locked(state);
    if state.refusals.front().is_none_or(|(next, _)| *next != stage) {
        return None;
    }
    state.refusals.pop_front().map(|(_, answer)| answer)
}

fn say(client: &mut BufReader<impl Read + Write>, answer: &str) -> io::Result<()> {
    let out = client.get_mut();
    out.write_all(format!("{answer}\r\n").as_bytes())?;
    out.flush()
}

fn converse(client: impl Read + Write, state: &Mutex<State>) -> io::Result<()> {
    let mut lines = BufReader::new(client);
    say(&mut lines, "220 test ESMTP")?;
    let mut mail = empty();
    let mut line = String::new();
    loop {
        line.clear();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let command = line.trim_end();
        let word = command.split(' ').next().unwrap_or(command).to_ascii_uppercase();
        let rest = command.get(word.len()..).unwrap_or("").trim();
        let answer = match word.as_str() {
            "EHLO" | "HELO" => {
                mail.hello = rest.to_owned();
                "250-test\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN LOGIN".to_owned()
            }
            "AUTH" => refusal(state, Stage::Auth).unwrap_or_else(|| {
                mail.credentials = rest.split(' ').nth(1).map(str::to_owned);
                "235 signed in".to_owned()
            }),
            "MAIL" => refusal(state, Stage::Mail).unwrap_or_else(|| {
                mail.from = between_brackets(rest);
                "250 ok".to_owned()
            }),
            "RCPT" => refusal(state, Stage::Rcpt).unwrap_or_else(|| {
                mail.to.push(between_brackets(rest));
                "250 ok".to_owned()
            }),
            "DATA" => {
                say(&mut lines, "354 go on")?;
                mail.data = read_data(&mut lines)?;
                refusal(state, Stage::Data).unwrap_or_else(|| {
                    let next = TakenMail { hello: mail.hello.clone(), ..empty() };
                    locked(state).taken.push(std::mem::replace(&mut mail, next));
                    "250 taken".to_owned()
                })
            }
            "QUIT" => return say(&mut lines, "221 bye"),
            "NOOP" | "RSET" => "250 ok".to_owned(),
            _ => "502 not known here".to_owned(),
        };
        say(&mut lines, &answer)?;
    }
}

fn empty() -> TakenMail {
    TakenMail {
        hello: String::new(),
        credentials: None,
        from: String::new(),
        to: Vec::new(),
        data: String::new(),
    }
}

fn between_brackets(text: &str) -> String {
    let inner = text.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or_else(|| text.to_owned(), |(inner, _)| inner.to_owned())
}

/// The lines up to the one with a single dot; a dot doubled for the way is single again.
fn read_data(lines: &mut impl BufRead) -> io::Result<String> {
    let (mut data, mut line) = (String::new(), String::new());
    loop {
        line.clear();
        if lines.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if line.trim_end_matches(['\r', '\n']) == "." {
            return Ok(data);
        }
        data.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
