//! Replays the alert rules on real order histories and holds every alert against what came after; writes the
//! tables of `docs/accuracy/alerts.md` to the standard output.
//! Run with `cargo run --release -p bellwether-scoring --example alert_record -- DATA PRIORS [SET …]`: a folder of
//! histories, and one of priors that have not seen a family of data (`prior_wo_….json`).

mod forecasts;
mod history;
mod page;
mod past;

use bellwether_scoring::Priors;
use std::error::Error;
use std::path::Path;

/// A real history.
struct Set {
    name: &'static str,
    /// What priors must not have seen.
    family: &'static str,
    /// What it is, for the reader of the page.
    about: &'static str,
}

const SETS: [Set; 7] = [
    Set { name: "iowa_wmgrant", family: "iowa", about: "one supplier of a state-wide wholesaler of spirits" },
    Set { name: "iowa_cedarridge", family: "iowa", about: "a smaller supplier of the same wholesaler" },
    Set { name: "iowa_stores_a", family: "iowa", about: "the whole wholesaler, 321 stores" },
    Set { name: "superstore", family: "superstore", about: "made-up sample of office supplies, four reps" },
    Set { name: "online_retail", family: "online_retail", about: "giftware, one year only" },
    Set { name: "cdnow", family: "cdnow", about: "consumers buying records, 18 months, no items" },
    Set { name: "grocery", family: "grocery", about: "consumers of an online grocer, two years, no items" },
];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [data, priors, wanted @ ..] = arguments.as_slice() else {
        return Err("usage: alert_record DATA PRIORS [SET …]".into());
    };
    let is_wanted = |set: &&Set| wanted.is_empty() || wanted.iter().any(|name| name == set.name);
    let mut records = Vec::new();
    for set in SETS.iter().filter(is_wanted) {
        let known = history::read(&Path::new(data).join(set.name))?;
        let record = past::replay(set.name, set.about, &known, &priors_for(Path::new(priors), set.family)?);
        eprintln!("{}: {} alerts at month ends", set.name, record.paces[0].reached.len());
        records.push(record);
    }
    print!("{}", page::of(&records));
    Ok(())
}

/// Priors that have not seen a family of data; those of the product when no others are there.
fn priors_for(folder: &Path, family: &str) -> Result<Priors, Box<dyn Error>> {
    let [weights, spreads] =
        ["prior", "grid_prior"].map(|kind| folder.join(format!("{kind}_wo_{family}.json")));
    if !weights.is_file() {
        return Ok(Priors::shipped().clone());
    }
    Ok(Priors::read(&std::fs::read_to_string(weights)?, &std::fs::read_to_string(spreads)?)?)
}
