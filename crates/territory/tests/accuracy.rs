//! How far the tables put real stores from where they are. Uses the full history beside the
//! repository where it exists, and ten of its rows otherwise; says which.

use bellwether_territory::{Geocoder, Precision, distance_km};
use std::path::PathBuf;

/// Account rows of a State of Iowa open data set (CC BY 4.0): city, ZIP, latitude, longitude.
const SAMPLE: [(&str, &str, f64, f64); 10] = [
    ("IOWA CITY", "52246", 41.647476, -91.544635),
    ("OTTUMWA", "52501", 41.050551, -92.408195),
    ("MAPLETON", "51034", 42.165915, -95.79375),
    ("EAGLE GROVE", "50533", 42.653973, -93.9044),
    ("COUNCIL BLUFFS", "51503", 41.266066, -95.839697),
    ("ATLANTIC", "50022", 41.401431, -95.028313),
    ("WEBSTER CITY", "50595", 42.468796, -93.815852),
    ("MARION", "52302", 42.035703, -91.556346),
    ("NEWTON", "50208", 41.699251, -93.040372),
    ("MURRAY", "50174", 41.037886, -93.953315),
];

struct Store {
    city: String,
    zip: String,
    place: (f64, f64),
}

fn sample() -> Vec<Store> {
    let store = |(city, zip, latitude, longitude): &(&str, &str, f64, f64)| Store {
        city: (*city).to_owned(),
        zip: (*zip).to_owned(),
        place: (*latitude, *longitude),
    };
    SAMPLE.iter().map(store).collect()
}

/// Every store of the history beside the repository, or none where it is not.
fn whole_history() -> Vec<Store> {
    let file =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/iowa_wmgrant/accounts.csv.gz");
    let Ok(file) = std::fs::File::open(file) else { return Vec::new() };
    let mut reader = csv::Reader::from_reader(flate2::read::GzDecoder::new(file));
    let headers = reader.headers().expect("the file has a header").clone();
    let column = |name: &str| headers.iter().position(|header| header == name).expect("a known column");
    let (city, zip, latitude, longitude) = (column("city"), column("zip"), column("lat"), column("lng"));
    let read = |record: csv::StringRecord| {
        let place = (record[latitude].parse().ok()?, record[longitude].parse().ok()?);
        Some(Store { city: record[city].to_owned(), zip: record[zip].to_owned(), place })
    };
    reader.records().filter_map(|record| read(record.expect("a row of the file"))).collect()
}

/// Median and 95th percentile of the error in km, and the share found with the precision wanted.
fn errors_km(stores: &[Store], by_zip: bool) -> (f64, f64, f64) {
    let geocoder = Geocoder::embedded();
    let wanted = if by_zip { Precision::Zip } else { Precision::City };
    let mut errors: Vec<f64> = stores
        .iter()
        .filter_map(|store| {
            geocoder.locate(if by_zip { &store.zip } else { "" }, &store.city, "IA").zip(Some(store))
        })
        .filter(|(found, _)| found.precision == wanted)
        .map(|(found, store)| distance_km((found.latitude, found.longitude), store.place))
        .collect();
    errors.sort_by(f64::total_cmp);
    let at = |percent: usize| errors[(errors.len() - 1) * percent / 100];
    (at(50), at(95), errors.len() as f64 / stores.len() as f64)
}

#[test]
fn a_zip_code_or_a_city_puts_most_stores_within_a_few_kilometres() {
    for (source, stores) in [("ten rows inlined", sample()), ("iowa_wmgrant", whole_history())] {
        if stores.is_empty() {
            println!("{source}: not beside this repository");
            continue;
        }
        for (by_zip, how) in [(true, "ZIP"), (false, "city")] {
            let (median, p95, share) = errors_km(&stores, by_zip);
            let count = stores.len();
            println!(
                "{source}, {count} stores by {how}: median {median:.1} km, p95 {p95:.1} km, found {share:.3}"
            );
            assert!(median < 4.0 && p95 < 12.0 && share >= 0.9, "{source} {how}: {median} {p95} {share}");
        }
    }
}
