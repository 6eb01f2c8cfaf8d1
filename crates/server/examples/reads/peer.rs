//! DuckDB in a Python of its own, asked the same questions in SQL.

use crate::Outcome;
use crate::ask::{Endpoint, periods};
use crate::book::{self, Place};
use crate::question::{Book, Question};
use bellwether_core::Period;
use bellwether_core::account::AccountSort;
use bellwether_testkit::order_lines;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const PROGRAM: &str = include_str!("peer.py");

pub struct Peer {
    running: Option<(Child, ChildStdin, BufReader<ChildStdout>)>,
    name: String,
}

impl Peer {
    /// Starts it and has it read the lines; a peer that answers nothing where it is not installed.
    pub fn start(python: Option<&Path>, place: &Place, book: &Book) -> Outcome<Self> {
        let missing = || Self { running: None, name: "DuckDB not found".to_owned() };
        let Some(python) = python else { return Ok(missing()) };
        let has_duckdb = Command::new(python).args(["-c", "import duckdb"]).stderr(Stdio::null()).status();
        if !has_duckdb.is_ok_and(|status| status.success()) {
            return Ok(missing());
        }
        std::fs::write(place.file("segments"), accounts(book)?)?;
        let mut child = Command::new(python)
            .args(["-c", PROGRAM])
            .args([place.lines(), place.file("segments")])
            .args([order_lines::PRODUCTS.to_string(), book::CATEGORIES.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (input, output) = (child.stdin.take().ok_or("a pipe")?, child.stdout.take().ok_or("a pipe")?);
        let mut output = BufReader::new(output);
        let mut name = String::new();
        output.read_line(&mut name)?;
        Ok(Self { running: Some((child, input, output)), name: name.trim().to_owned() })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Milliseconds for the same question; none where there is no DuckDB or no such question.
    pub fn ask(&mut self, endpoint: Endpoint, question: &Question) -> Outcome<Option<f64>> {
        let Some((_, input, output)) = &mut self.running else { return Ok(None) };
        let queries = sql(endpoint, question)?;
        if queries.is_empty() {
            return Ok(None);
        }
        writeln!(input, "{}", queries.join(";").replace('\n', " "))?;
        input.flush()?;
        let mut answer = String::new();
        output.read_line(&mut answer)?;
        Ok(Some(answer.trim().parse().map_err(|_| format!("DuckDB said {answer:?}"))?))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        if let Some((mut child, input, _)) = self.running.take() {
            drop(input);
            // It ends when nothing more can be asked.
            let _ended = child.wait();
        }
    }
}

fn accounts(book: &Book) -> Outcome<String> {
    let mut file = "account,rep,state,segment\n".to_owned();
    for (account, segment) in (0..).zip(&book.segments) {
        let segment = segment.map(|segment| format!("{segment:?}")).unwrap_or_default();
        writeln!(file, "{account},{},{},{segment}", book::rep_of(account), book::state_of(account))?;
    }
    Ok(file)
}

fn sql(endpoint: Endpoint, question: &Question) -> Outcome<Vec<String>> {
    let (now, then) = periods(question)?;
    let both = format!("({} or {})", within(now), within(then));
    let facts = narrowed(question, true);
    let slice = |days: &str| {
        format!("from lines join accounts using (account) join products using (product) where {days} {facts}")
    };
    let (current, whole) = (slice(&within(now)), slice(&both));
    let (is_now, is_then) = (within(now), within(then));
    let moved = |sum: &str| format!("sum({sum}) filter ({is_now}), sum({sum}) filter ({is_then})");
    Ok(match endpoint {
        Endpoint::Dashboard => vec![
            format!(
                "select {}, {}, {}, count(distinct order_id) filter ({is_now}), count(distinct order_id) filter ({is_then}), \
                 count(distinct account) filter ({is_now}), count(distinct account) filter ({is_then}) {whole}",
                moved("revenue"),
                moved("cost"),
                moved("quantity")
            ),
            format!("select day, sum(revenue), count(distinct order_id) {whole} group by day"),
            format!(
                "select account, {} {whole} group by account order by 2 desc nulls last limit 10",
                moved("revenue")
            ),
            format!(
                "select account, max(cents) from (select account, order_id, sum(revenue) cents {current} group by all) \
                 group by account order by 2 desc limit 10"
            ),
            format!(
                "select rep, sum(cents), quantile_cont(cents, [0.25, 0.5, 0.75]) from (select rep, order_id, \
                 sum(revenue) cents {current} group by all) group by rep order by 2 desc limit 10"
            ),
            format!(
                "select product, {} {whole} group by product order by 2 desc nulls last limit 10",
                moved("revenue")
            ),
        ],
        Endpoint::Segments => {
            vec![format!(
                "select segment, sum(revenue), count(distinct account) {} group by segment",
                slice(&trailing(question))
            )]
        }
        Endpoint::States => vec![format!(
            "select state, {}, count(distinct order_id) filter ({is_now}), count(distinct account) filter ({is_now}) \
             {whole} group by state",
            moved("revenue")
        )],
        Endpoint::Products => vec![format!(
            "select product, {}, {}, count(distinct account) filter ({is_now}) {whole} group by product \
             order by 2 desc nulls last limit 50",
            moved("revenue"),
            moved("quantity")
        )],
        Endpoint::Units => vec![format!(
            "select date_trunc('month', day), category, sum(quantity), sum(revenue) {current} group by all"
        )],
        Endpoint::Accounts => {
            let sort = match question.accounts.sort.unwrap_or_default() {
                AccountSort::TrailingOrders => "3",
                AccountSort::LastOrder => "4",
                _ => "2",
            };
            let (facts, year) = (narrowed(question, false), trailing(question));
            let of_category = |category| {
                format!(
                    "and account in (select account from lines join products using (product) where category = {category} and {year})"
                )
            };
            let bought = question.category.map(of_category).unwrap_or_default();
            vec![format!(
                "select account, sum(revenue), count(distinct order_id), max(day) from lines join accounts using (account) \
                 where {year} {facts} {bought} group by account order by {sort} desc limit 50"
            )]
        }
        Endpoint::Breakdown => vec![format!(
            "select account, {} {whole} group by account order by 2 desc nulls last limit 50",
            moved("revenue")
        )],
        Endpoint::Concentration => vec![
            format!("select account, sum(revenue) {current} group by account order by 2 desc"),
            format!("select state, sum(revenue) {current} group by state order by 2 desc limit 10"),
        ],
        Endpoint::Momentum => vec![format!(
            "select product, {}, {}, count(distinct account) filter ({is_now}) {whole} group by product \
             order by abs(coalesce(sum(revenue) filter ({is_now}), 0) - coalesce(sum(revenue) filter ({is_then}), 0)) desc \
             limit 50",
            moved("revenue"),
            moved("quantity")
        )],
        Endpoint::Penetration => vec![format!(
            "select category, count(distinct account) filter ({is_now}), count(distinct account) filter ({is_then}) \
             {whole} group by category"
        )],
        Endpoint::Bridge
        | Endpoint::Territory
        | Endpoint::Map
        | Endpoint::MapHistograms
        | Endpoint::CategoryMomentum
        | Endpoint::Account
        | Endpoint::Brief
        | Endpoint::Timeline
        | Endpoint::Orders
        | Endpoint::ForYou
        | Endpoint::Alerts
        | Endpoint::WeeklyRollup
        | Endpoint::LowestPerforming
        | Endpoint::ProbablyLost
        | Endpoint::WeeklyDiff
        | Endpoint::Search
        | Endpoint::FilterChoices
        | Endpoint::Freshness => Vec::new(),
    })
}

fn within(period: Period) -> String {
    format!("(day >= date '{}' and day < date '{}')", period.from, period.until)
}

fn trailing(question: &Question) -> String {
    let last = question.accounts.as_of.or(book::covered()).map(|date| date.to_string()).unwrap_or_default();
    format!("(day > date '{last}' - interval 1 year and day <= date '{last}')")
}

fn narrowed(question: &Question, with_category: bool) -> String {
    let facts = &question.facts;
    let mut sql = String::new();
    if let Some(rep) = question.rep {
        sql += &format!(" and rep = {rep}");
    }
    if let Some(state) = &facts.state {
        sql += &format!(" and state = '{state}'");
    }
    if let Some(segment) = facts.segment {
        sql += &format!(" and segment = '{segment:?}'");
    }
    if let Some(category) = question.category.filter(|_| with_category) {
        sql += &format!(" and category = {category}");
    }
    sql
}
