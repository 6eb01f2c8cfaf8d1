//! A program that receives webhooks, for tests: speaks HTTP on a port of its own, keeps what it takes, answers
//! as it is told, and can be stopped and started again at the same address.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

/// A request that reached the receiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The first line, for example `POST /hook HTTP/1.1`.
    pub request: String,
    /// Headers by name in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: String,
}

impl Received {
    /// The value of a header; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

#[derive(Debug)]
struct State {
    received: Vec<Received>,
    answer: String,
}

/// A receiver; dropping it stops it.
#[derive(Debug)]
pub struct WebhookReceiver {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    running: Option<(Arc<AtomicBool>, JoinHandle<()>)>,
}

fn locked(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl WebhookReceiver {
    /// Starts one on a free port; it answers with 204.
    pub fn start() -> Self {
        let state = State { received: Vec::new(), answer: answer_of(204, "") };
        let mut receiver = Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            state: Arc::new(Mutex::new(state)),
            running: None,
        };
        receiver.restart();
        receiver
    }

    /// Where it listens: an address and a port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of its hook.
    pub fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    /// Answers with this status from now on.
    pub fn answer_with(&self, status: u16) {
        locked(&self.state).answer = answer_of(status, "");
    }

    /// Sends callers elsewhere from now on.
    pub fn redirect_to(&self, location: &str) {
        locked(&self.state).answer = answer_of(307, &format!("Location: {location}\r\n"));
    }

    /// Everything that reached it, whatever it answered, the earliest first.
    pub fn received(&self) -> Vec<Received> {
        locked(&self.state).received.clone()
    }

    /// Stops listening: callers are turned away as if the program had been killed.
    pub fn stop(&mut self) {
        let Some((is_stopped, listening)) = self.running.take() else { return };
        is_stopped.store(true, Ordering::SeqCst);
        // Wakes the thread, which waits for a caller.
        _ = TcpStream::connect(self.address);
        listening.join().expect("it does not panic");
    }

    /// Listens again at the same address; what was received before is kept.
    pub fn restart(&mut self) {
        self.stop();
        let listener = TcpListener::bind(self.address).expect("the port is free, or still its own");
        self.address = listener.local_addr().expect("it is bound");
        let is_stopped = Arc::new(AtomicBool::new(false));
        let (state, stopped) = (Arc::clone(&self.state), Arc::clone(&is_stopped));
        let listening = thread::spawn(move || {
            for caller in listener.incoming().map_while(Result::ok) {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                // A caller that hangs up in the middle is none of the receiver's business.
                _ = receive(&caller, &state);
            }
        });
        self.running = Some((is_stopped, listening));
    }
}

impl Drop for WebhookReceiver {
    fn drop(&mut self) {
        self.stop();
    }
}

fn answer_of(status: u16, headers: &str) -> String {
    format!("HTTP/1.1 {status} Test\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n")
}

fn receive(caller: &TcpStream, state: &Mutex<State>) -> io::Result<()> {
    let mut reader = BufReader::new(caller);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = String::new();
    reader.take(length).read_to_string(&mut body)?;
    let answer = {
        let mut state = locked(state);
        state.received.push(Received { request: request.trim_end().to_owned(), headers, body });
        state.answer.clone()
    };
    let mut caller = caller;
    caller.write_all(answer.as_bytes())
}
