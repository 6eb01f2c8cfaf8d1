//! Places: how they stand in the address, and where somebody is, asked of the browser only when somebody presses for
//! it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};

/// Degrees east and north.
pub type Place = [f64; 2];

/// How long the browser may look for its place.
const PATIENCE_MILLISECONDS: u32 = 12_000;
/// A place found so long ago is still the same.
const FRESH_MILLISECONDS: u32 = 60_000;

/// A place of the address, which has degrees north first.
pub fn place_of(text: &str) -> Option<Place> {
    let (north, east) = text.split_once(',')?;
    let (north, east) = (decimal(north)?, decimal(east)?);
    ((-90.0..=90.0).contains(&north) && (-180.0..=180.0).contains(&east)).then_some([east, north])
}

/// A place for the address, to about ten metres.
pub fn spelled_place([east, north]: Place) -> String {
    format!("{north:.4},{east:.4}")
}

/// The corners of an area of the address, each with its degrees east first.
pub fn corners_of(text: &str) -> Option<Vec<Place>> {
    let corner = |words: &str| {
        let (east, north) = words.split_once(' ')?;
        Some([decimal(east)?, decimal(north)?])
    };
    let corners: Vec<Place> = text.split(',').map(corner).collect::<Option<_>>()?;
    (3..=200).contains(&corners.len()).then_some(corners)
}

/// A plain decimal number. The standard library reads any number there is, with tables that everyone would have to
/// download.
pub fn decimal(text: &str) -> Option<f64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1.0, text), |digits| (-1.0, digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let scale = 10_u32.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let parts = whole.parse::<u32>().ok()?.checked_mul(scale)?.checked_add(fraction.parse().ok()?)?;
    Some(sign * f64::from(parts) / f64::from(scale))
}

/// How asking the browser goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asking {
    /// Nobody asked, or it is done.
    Idle,
    /// The browser is looking, or asks its person.
    Waiting,
    /// It did not tell.
    Failed(Refusal),
}

/// Why the browser does not tell where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It cannot, or not over this connection.
    Unable,
    /// It was not allowed to.
    NotAllowed,
    /// It took too long.
    TooSlow,
    /// The device does not know.
    Unknown,
}

impl Refusal {
    fn of_code(code: u16) -> Self {
        match code {
            1 => Self::NotAllowed,
            3 => Self::TooSlow,
            _ => Self::Unknown,
        }
    }

    /// What is wrong and what to do; `otherwise` is what can be done without a place.
    pub fn words(self, otherwise: &str) -> String {
        let words = match self {
            Self::Unable => {
                "This browser cannot tell where you are here. Open the app over a secure connection (https)"
            }
            Self::NotAllowed => {
                "The browser was not allowed to tell where you are. Allow location for this site in the browser's \
                 settings and press again"
            }
            Self::TooSlow => {
                "Finding your place took too long. Press again, if you can with a clear view of the sky"
            }
            Self::Unknown => {
                "Your device could not find where it is. Switch on its location service and press again"
            }
        };
        format!("{words}, or {otherwise}.")
    }
}

/// Asks; `arrive` gets the place, unless the page has been left meanwhile.
pub fn locate(asking: RwSignal<Asking>, arrive: impl Fn(Place) + 'static) {
    if asking.get_untracked() == Asking::Waiting {
        return;
    }
    asking.set(Asking::Waiting);
    if ask_browser(asking, arrive).is_err() {
        asking.set(Asking::Failed(Refusal::Unable));
    }
}

/// The browser answers one of the two, once; the other is given back with the page.
fn ask_browser(asking: RwSignal<Asking>, arrive: impl Fn(Place) + 'static) -> Result<(), JsValue> {
    let found = Closure::once_into_js(move |position: web_sys::Position| {
        if asking.try_set(Asking::Idle).is_none() {
            let place = position.coords();
            arrive([place.longitude(), place.latitude()]);
        }
    });
    let refused = Closure::once_into_js(move |error: web_sys::PositionError| {
        asking.try_set(Asking::Failed(Refusal::of_code(error.code())));
    });
    let options = web_sys::PositionOptions::new();
    options.set_timeout(PATIENCE_MILLISECONDS);
    options.set_maximum_age(FRESH_MILLISECONDS);
    window().navigator().geolocation()?.get_current_position_with_error_callback_and_options(
        found.unchecked_ref(),
        Some(refused.unchecked_ref()),
        &options,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_says_what_else_can_be_done() {
        for code in 0..4 {
            assert!(Refusal::of_code(code).words("draw an area").ends_with(", or draw an area."), "{code}");
        }
        assert!(Refusal::NotAllowed.words("walk").contains("Allow location"));
    }

    #[test]
    fn a_place_survives_the_address_and_no_other_planet_is_taken() {
        assert_eq!(place_of(&spelled_place([-93.6, 41.612_34])), Some([-93.6, 41.6123]));
        for nonsense in ["", "41.6", "91,0", "0,181", "NaN,0", "x,y"] {
            assert_eq!(place_of(nonsense), None, "{nonsense}");
        }
    }
}
