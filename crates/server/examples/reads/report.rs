//! Asks, measures and prints.

use crate::Outcome;
use crate::ask::Endpoint;
use crate::book::{self, Place};
use crate::loopback::Loopback;
use crate::pace::Pace;
use crate::peer::Peer;
use crate::question::{Book, Chance, Question, narrowed, usual};
use bellwether_app::{App, Caller};
use bellwether_testkit::order_lines;
use rustix::time::{ClockId, clock_gettime};
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Questions of each kind.
const QUESTIONS: usize = 200;
/// Other questions of each kind, asked by many at once.
const OTHERS: usize = 600;
/// Of these so many are asked of the peer too, which takes long.
const PEER_QUESTIONS: usize = 12;
/// Requests in flight at the same time.
const CALLERS: usize = 50;
/// Two cores could answer so many times what one request takes of one.
const CORES: f64 = 2.0;

/// A kind of questions, and the milliseconds they may take in process, one at a time.
struct Kind {
    title: &'static str,
    draw: fn(&Book, &mut Chance) -> Question,
    median: Option<f64>,
    slowest: f64,
}

const KINDS: [Kind; 2] = [
    Kind { title: "over everything", draw: usual, median: Some(5.0), slowest: 25.0 },
    Kind { title: "with any combination of filters", draw: narrowed, median: None, slowest: 40.0 },
];

/// Whom the questions are put to.
pub struct Asked<'a> {
    pub app: &'a App,
    pub caller: &'a Caller,
    pub book: &'a Book,
    pub server: &'a Loopback,
    pub pace: &'a Pace,
}

impl Asked<'_> {
    /// Every endpoint, or those named, over everything and then narrowed.
    pub fn tables(&self, peer: &mut Peer, only: Option<&str>) -> Outcome<()> {
        let mut chance = Chance(11);
        for kind in KINDS {
            println!(
                "\nMilliseconds, {}: in process (CPU time in brackets), asked again over HTTP on loopback, with {CALLERS} other requests in flight; beside it how long fixed work took before, between and after the two.\n",
                kind.title
            );
            println!(
                "| endpoint | p50 | p99 | again p50 | p99 | {CALLERS}: p50 | p99 | answers/s | of two cores | errors | {} p50 | fixed work |",
                peer.name()
            );
            println!("|---|---|---|---|---|---|---|---|---|---|---|---|");
            let mut slow = Vec::new();
            let is_asked = |endpoint: &Endpoint| {
                only.is_none_or(|names| {
                    names.split(',').any(|name| format!("{endpoint:?}").eq_ignore_ascii_case(name))
                })
            };
            for endpoint in Endpoint::ALL.into_iter().filter(is_asked) {
                let [questions, others] = [QUESTIONS, OTHERS].map(|count| -> Vec<Question> {
                    (0..count).map(|_| (kind.draw)(self.book, &mut chance)).collect()
                });
                let (row, median, slowest) = self.row(endpoint, &questions, &others, peer)?;
                println!("{row}");
                if kind.median.is_some_and(|most| median > most) || slowest > kind.slowest {
                    slow.push(format!("{endpoint:?}"));
                }
            }
            println!(
                "\nSlower than promised: {}.",
                if slow.is_empty() { "none".to_owned() } else { slow.join(", ") }
            );
        }
        Ok(())
    }

    /// The line of the table, the median and the 99th percentile in process. Answers are kept, so many callers ask
    /// other questions.
    fn row(
        &self,
        endpoint: Endpoint,
        questions: &[Question],
        others: &[Question],
        peer: &mut Peer,
    ) -> Outcome<(String, f64, f64)> {
        let (mut times, mut cpu_times) = (Vec::new(), Vec::new());
        let pace = || format!("{:.0}", milliseconds(self.pace.measure()));
        let mut paces = vec![pace()];
        for question in questions {
            let (start, cpu) = (Instant::now(), cpu_time());
            endpoint.ask(self.app, self.caller, question)?;
            times.push(milliseconds(start.elapsed()));
            cpu_times.push(milliseconds(cpu_time() - cpu));
        }
        paces.push(pace());
        let addresses = |questions: &[Question]| -> Outcome<Vec<String>> {
            questions.iter().map(|question| endpoint.address(question)).collect()
        };
        let mut again = self.again(&addresses(questions)?)?;
        let mut flood = self.flood(&addresses(others)?);
        paces.push(pace());
        let mut theirs = Vec::new();
        for question in questions.iter().take(PEER_QUESTIONS) {
            theirs.extend(peer.ask(endpoint, question)?);
        }
        let mean_cpu = cpu_times.iter().sum::<f64>() / cpu_times.len() as f64;
        let share = flood.answers_per_second * mean_cpu / 1_000.0 / CORES;
        let mut both = |part| format!("{:.2} ({:.2})", rank(&mut times, part), rank(&mut cpu_times, part));
        let cells = [
            format!("{endpoint:?}"),
            both(0.5),
            both(0.99),
            format!("{:.2}", rank(&mut again, 0.5)),
            format!("{:.2}", rank(&mut again, 0.99)),
            format!("{:.1}", rank(&mut flood.times, 0.5)),
            format!("{:.1}", rank(&mut flood.times, 0.99)),
            format!("{:.0}", flood.answers_per_second),
            format!("{:.0} %", share * 100.0),
            flood.errors.to_string(),
            if theirs.is_empty() { "–".to_owned() } else { format!("{:.0}", rank(&mut theirs, 0.5)) },
            paces.join(" "),
        ];
        Ok((format!("| {} |", cells.join(" | ")), rank(&mut times, 0.5), rank(&mut times, 0.99)))
    }

    /// The milliseconds of addresses that were asked for before.
    fn again(&self, addresses: &[String]) -> Outcome<Vec<f64>> {
        let mut connection = self.server.connect()?;
        addresses.iter().try_for_each(|address| connection.get(address).map(drop))?;
        let mut times = Vec::new();
        for address in addresses {
            let start = Instant::now();
            connection.get(address)?;
            times.push(milliseconds(start.elapsed()));
        }
        Ok(times)
    }

    /// All addresses asked for by many callers at once.
    fn flood(&self, addresses: &[String]) -> Flood {
        let (next, ready) = (AtomicUsize::new(0), Barrier::new(CALLERS + 1));
        let call = || {
            let (mut times, mut errors) = (Vec::new(), 0);
            let connection = self.server.connect();
            ready.wait();
            let Ok(mut connection) = connection else { return (times, 1) };
            while let Some(address) = addresses.get(next.fetch_add(1, Ordering::Relaxed)) {
                let start = Instant::now();
                match connection.get(address) {
                    Ok(_) => times.push(milliseconds(start.elapsed())),
                    Err(_) => errors += 1,
                }
            }
            (times, errors)
        };
        let mut flood = Flood::default();
        std::thread::scope(|scope| {
            let callers: Vec<_> = (0..CALLERS).map(|_| scope.spawn(call)).collect();
            ready.wait();
            let start = Instant::now();
            for caller in callers {
                let (times, errors) = caller.join().unwrap_or((Vec::new(), 1));
                flood.times.extend(times);
                flood.errors += errors;
            }
            flood.answers_per_second = flood.times.len() as f64 / start.elapsed().as_secs_f64();
        });
        flood
    }
}

/// What came of many requests in flight.
#[derive(Default)]
struct Flood {
    times: Vec<f64>,
    errors: u32,
    answers_per_second: f64,
}

/// The first answers after the commit of an order.
pub fn after_commits(app: &App, place: &Place) -> Outcome<()> {
    let caller = Caller::system();
    let (mut commits, mut first) = (Vec::new(), Vec::new());
    for order in 0..9 {
        let path = place.file("order");
        std::fs::write(
            &path,
            format!("{}\nA{order},READ{order},2026-06-29,P3,1,10.00,6.00\n", order_lines::HEADER),
        )?;
        let start = Instant::now();
        book::import(app, &path)?;
        commits.push(milliseconds(start.elapsed()));
        let start = Instant::now();
        app.dashboard(&caller, &Default::default())?;
        app.accounts(&caller, &Default::default())?;
        first.push(milliseconds(start.elapsed()));
    }
    println!(
        "\none order: imported and visible after {:.1} ms; then the first dashboard and account list take {:.1} ms together",
        rank(&mut commits, 0.5),
        rank(&mut first, 0.5)
    );
    Ok(())
}

/// The value below which a part of them lies.
fn rank(times: &mut [f64], part: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    let place = (times.len() as f64 * part).ceil() as usize;
    times.get(place.saturating_sub(1)).copied().unwrap_or(f64::NAN)
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// What the process has used of its processors so far.
fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}
