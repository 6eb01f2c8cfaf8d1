//! Asks, measures and prints.

use crate::ask::Endpoint;
use crate::book::{self, Place};
use crate::peer::Peer;
use crate::question::{Book, Chance, Question, narrowed, usual};
use crate::{Outcome, lines};
use bellwether_app::{App, Caller};
use rustix::time::{ClockId, clock_gettime};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Questions of each kind.
const QUESTIONS: usize = 200;
/// Of these so many are asked of the peer too, which takes long.
const PEER_QUESTIONS: usize = 12;
const CALLERS: usize = 50;
const CALLS_AT_ONCE: usize = 2_000;

type Draw = fn(&Book, &mut Chance) -> Question;

/// Every endpoint, over everything and narrowed.
pub fn table(app: &App, caller: &Caller, book: &Book, peer: &mut Peer) -> Outcome<()> {
    println!("\nMilliseconds in the server, one request at a time; CPU time in brackets.\n");
    println!("| endpoint | p50 | p99 | DuckDB | narrowed p50 | p99 | most | DuckDB |");
    println!("|---|---|---|---|---|---|---|---|");
    let mut chance = Chance(11);
    for endpoint in Endpoint::ALL {
        let mut cells = vec![format!("{endpoint:?}")];
        for (draw, has_most) in [(usual as Draw, false), (narrowed as Draw, true)] {
            let questions: Vec<Question> = (0..QUESTIONS).map(|_| draw(book, &mut chance)).collect();
            let mut times = Vec::with_capacity(QUESTIONS);
            let mut cpu_times = Vec::with_capacity(QUESTIONS);
            for question in &questions {
                let (start, cpu) = (Instant::now(), cpu_time());
                endpoint.ask(app, caller, question)?;
                times.push(milliseconds(start.elapsed()));
                cpu_times.push(milliseconds(cpu_time() - cpu));
            }
            let mut theirs = Vec::new();
            for question in questions.iter().take(PEER_QUESTIONS) {
                theirs.extend(peer.ask(endpoint, question)?);
            }
            let quantile = |part| (rank(&mut times.clone(), part), rank(&mut cpu_times.clone(), part));
            let shown = |(wall, cpu): (f64, f64)| format!("{wall:.2} ({cpu:.2})");
            cells.extend([shown(quantile(0.5)), shown(quantile(0.99))]);
            cells.extend(has_most.then(|| shown(quantile(1.0))));
            cells.push(if theirs.is_empty() {
                "–".to_owned()
            } else {
                format!("{:.0}", rank(&mut theirs, 0.5))
            });
        }
        println!("| {} |", cells.join(" | "));
    }
    Ok(())
}

/// Many callers at once, every endpoint in turn.
pub fn many_at_once(app: &App, caller: &Caller, book: &Book) -> Outcome<()> {
    let mut chance = Chance(12);
    let questions: Vec<Question> = (0..CALLS_AT_ONCE).map(|_| narrowed(book, &mut chance)).collect();
    let ask = |place: usize| {
        let endpoint = Endpoint::ALL[place % Endpoint::ALL.len()];
        let start = Instant::now();
        endpoint.ask(app, caller, &questions[place]).map_err(|error| error.to_string())?;
        Ok::<f64, String>(milliseconds(start.elapsed()))
    };
    let alone = Instant::now();
    for place in 0..CALLS_AT_ONCE {
        ask(place)?;
    }
    let alone = alone.elapsed().as_secs_f64();
    let (next, together) = (AtomicUsize::new(0), Instant::now());
    let mut times = std::thread::scope(|scope| {
        let work = || {
            let places = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
            places.take_while(|place| *place < CALLS_AT_ONCE).map(ask).collect::<Result<Vec<f64>, String>>()
        };
        let callers: Vec<_> = (0..CALLERS).map(|_| scope.spawn(work)).collect();
        let times =
            callers.into_iter().map(|caller| caller.join().map_err(|_| "a caller broke".to_owned())?);
        times.collect::<Result<Vec<_>, String>>()
    })?
    .concat();
    let together = together.elapsed().as_secs_f64();
    println!(
        "\n{CALLERS} callers at once, narrowed questions, every endpoint in turn: {:.0} answers a second (one caller: {:.0}), \
         p50 {:.1} ms, p99 {:.1} ms, no errors",
        CALLS_AT_ONCE as f64 / together,
        CALLS_AT_ONCE as f64 / alone,
        rank(&mut times, 0.5),
        rank(&mut times, 0.99)
    );
    Ok(())
}

/// The first answers after the commit of an order.
pub fn after_commits(app: &App, place: &Place) -> Outcome<()> {
    let caller = Caller::system();
    let (mut commits, mut first) = (Vec::new(), Vec::new());
    for order in 0..9 {
        let path = place.file("order");
        std::fs::write(
            &path,
            format!("{}\nA{order},READ{order},2026-06-29,P3,1,10.00,6.00\n", lines::HEADER),
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
        "one order: imported and visible after {:.1} ms; then the first dashboard and account list take {:.1} ms together",
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
