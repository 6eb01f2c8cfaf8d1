//! `bellwether predict`: forecasts from a bare file of order lines.

use crate::configuration::PredictOptions;
use crate::failure::Failure;
use bellwether_app::{ForecastRequest, Priors};
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::Path;

/// Reads orders and request, writes the forecasts.
pub fn predict(options: &PredictOptions) -> Result<(), Failure> {
    let request: ForecastRequest = serde_json::from_str(&read(&options.request)?)
        .map_err(|error| Failure::Said(format!("{}: {error}", options.request.display())))?;
    let orders = File::open(&options.orders).map_err(|error| Failure::file(&options.orders, &error))?;
    let out = File::create(&options.out).map_err(|error| Failure::file(&options.out, &error))?;
    let priors = priors(options)?;
    let count = bellwether_app::predict(
        BufReader::new(orders),
        &request,
        &priors,
        options.model,
        BufWriter::new(out),
    )?;
    println!("Forecast {count} accounts as of {}: {}", request.cutoff, options.out.display());
    Ok(())
}

fn priors(options: &PredictOptions) -> Result<Priors, Failure> {
    let mut priors = Priors::shipped().clone();
    if let Some(path) = &options.prior {
        priors = priors.with_weights(&read(path)?).map_err(|error| unusable(path, &error))?;
    }
    if let Some(path) = &options.grid_prior {
        priors = priors.with_spreads(&read(path)?).map_err(|error| unusable(path, &error))?;
    }
    Ok(priors)
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))
}

fn unusable(path: &Path, error: &impl std::fmt::Display) -> Failure {
    Failure::Said(format!("{}: {error}", path.display()))
}
