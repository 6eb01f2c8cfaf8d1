//! What a list asks of figures and places: bounds of sales and orders, categories bought, areas and distances.

use crate::book::{Book, Summaries};
use crate::{Answer, AppError};
use bellwether_core::CategoryId;
use bellwether_core::account::{AccountQuery, AccountSort};
use bellwether_territory::{Area, distance_km};
use std::ops::RangeInclusive;

/// How near is near, unless the caller says.
const USUAL_KM: u32 = 25;
const LARGEST_KM: u32 = 5000;
/// Kilometres of one degree of latitude, a little less than any there is, so that nothing near is passed over.
const KM_OF_A_DEGREE: f64 = 110.0;

/// Bounds of what an account, or the accounts of one parent together, ordered within twelve months.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Figures {
    least_cents: Option<i64>,
    most_cents: Option<i64>,
    least_orders: Option<i64>,
    most_orders: Option<i64>,
    /// Of an average order.
    least_order_cents: Option<i64>,
    most_order_cents: Option<i64>,
}

impl Figures {
    pub(crate) fn of(query: &AccountQuery) -> Self {
        Self {
            least_cents: query.min_revenue_cents,
            most_cents: query.max_revenue_cents,
            least_orders: query.min_orders,
            most_orders: query.max_orders,
            least_order_cents: query.min_order_cents,
            most_order_cents: query.max_order_cents,
        }
    }

    /// Whether net sales and number of orders are within the bounds. Who ordered nothing has no average order, and is
    /// outside any bound of it.
    pub(crate) fn hold(&self, cents: i64, orders: i64) -> bool {
        // An average of at least so much, without the fraction a division would lose.
        let all_orders = |each: i64| i128::from(each) * i128::from(orders);
        let asks_for_average = self.least_order_cents.is_some() || self.most_order_cents.is_some();
        self.least_cents.is_none_or(|least| cents >= least)
            && self.most_cents.is_none_or(|most| cents <= most)
            && self.least_orders.is_none_or(|least| orders >= least)
            && self.most_orders.is_none_or(|most| orders <= most)
            && (!asks_for_average || orders > 0)
            && self.least_order_cents.is_none_or(|least| i128::from(cents) >= all_orders(least))
            && self.most_order_cents.is_none_or(|most| i128::from(cents) <= all_orders(most))
    }
}

/// Where accounts must be.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places {
    area: Option<Area>,
    near: Option<Near>,
}

/// A circle on the ground.
#[derive(Debug, Clone, Copy)]
struct Near {
    latitude: f64,
    longitude: f64,
    within_km: f64,
}

impl Places {
    /// What a query asks of places.
    ///
    /// # Errors
    /// `Invalid` for an area or place that cannot be read, and for a distance from nowhere.
    pub(crate) fn of(query: &AccountQuery) -> Answer<Self> {
        let area = query.area.as_deref().map(Area::parse).transpose();
        let near = query.near.as_deref().map(|place| Near::of(place, query.within_km)).transpose()?;
        let needs_near = |field: &str, what: &str| {
            AppError::invalid(field, format!("{what} needs a place: give `near` as `latitude,longitude`"))
        };
        if near.is_none() && query.within_km.is_some() {
            return Err(needs_near("within_km", "a distance"));
        }
        if near.is_none() && query.sort == Some(AccountSort::Distance) {
            return Err(needs_near("sort", "sorting by distance"));
        }
        Ok(Self { area: area.map_err(|error| AppError::invalid("area", error.to_string()))?, near })
    }

    /// Whether anything is asked.
    pub(crate) fn are_asked(&self) -> bool {
        self.area.is_some() || self.near.is_some()
    }

    /// Whether a place is among them; an account without a position is nowhere.
    pub(crate) fn hold(&self, position: Option<[f32; 2]>) -> bool {
        let Some([latitude, longitude]) = position else { return !self.are_asked() };
        let (latitude, longitude) = (f64::from(latitude), f64::from(longitude));
        self.area.as_ref().is_none_or(|area| area.contains(latitude, longitude))
            && self.near.is_none_or(|near| near.holds(latitude, longitude))
    }

    /// Kilometres from the place asked for; none where no place was asked for, or the account has none.
    pub(crate) fn distance_km(&self, position: Option<[f32; 2]>) -> Option<f64> {
        let [latitude, longitude] = position?;
        Some(self.near?.distance_km(f64::from(latitude), f64::from(longitude)))
    }
}

impl Near {
    fn of(place: &str, within_km: Option<u32>) -> Answer<Self> {
        let within_km = within_km.unwrap_or(USUAL_KM);
        if !(1..=LARGEST_KM).contains(&within_km) {
            return Err(AppError::invalid("within_km", format!("use 1 to {LARGEST_KM}")));
        }
        let degrees = |text: &str, limits: RangeInclusive<f64>| {
            text.trim().parse::<f64>().ok().filter(|degrees| limits.contains(degrees))
        };
        let read = place.split_once(',').and_then(|(latitude, longitude)| {
            Some((degrees(latitude, -90.0..=90.0)?, degrees(longitude, -180.0..=180.0)?))
        });
        let words = "write a place as `latitude,longitude` in degrees, for example `41.6,-93.6`";
        let (latitude, longitude) = read.ok_or_else(|| AppError::invalid("near", words))?;
        Ok(Self { latitude, longitude, within_km: f64::from(within_km) })
    }

    fn holds(&self, latitude: f64, longitude: f64) -> bool {
        // Most accounts are too far north or south; that is seen without working out the distance.
        (latitude - self.latitude).abs() * KM_OF_A_DEGREE <= self.within_km
            && self.distance_km(latitude, longitude) <= self.within_km
    }

    fn distance_km(&self, latitude: f64, longitude: f64) -> f64 {
        distance_km((self.latitude, self.longitude), (latitude, longitude))
    }
}

/// Whether an account bought the category within twelve months; every account has when none is asked for, and none has
/// a category that does not exist.
pub(crate) fn buys<'a>(
    book: &'a Book,
    summaries: &'a Summaries,
    category: Option<CategoryId>,
) -> impl Fn(u32) -> bool + use<'a> {
    let asked = category.map(|id| book.dimensions().category_index(id));
    let marks = asked.flatten().map(|index| (summaries.category_marks(book), index));
    move |account| match marks {
        Some((marks, category)) => marks.has_bought(account, category),
        None => asked.is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn average_orders_are_compared_without_rounding_and_need_an_order() {
        let query = AccountQuery {
            min_order_cents: Some(100),
            max_order_cents: Some(100),
            ..AccountQuery::default()
        };
        let figures = Figures::of(&query);
        assert!(figures.hold(300, 3));
        assert!(!figures.hold(299, 3), "99 2/3 is less than 100");
        assert!(!figures.hold(301, 3), "100 1/3 is more than 100");
        assert!(!figures.hold(0, 0));
        assert!(Figures::default().hold(0, 0));
        let query = AccountQuery { max_orders: Some(2), ..AccountQuery::default() };
        assert!(Figures::of(&query).hold(0, 2) && !Figures::of(&query).hold(0, 3));
    }

    #[test]
    fn near_is_a_circle_and_an_account_without_a_position_is_nowhere() {
        let query = AccountQuery {
            near: Some("41.5868, -93.6250".to_owned()),
            within_km: Some(60),
            ..AccountQuery::default()
        };
        let places = Places::of(&query).expect("a place");
        let ames = Some([42.0308, -93.6319]);
        assert!(places.hold(ames));
        assert!(!places.hold(Some([39.7392, -104.9903])));
        assert!(!places.hold(None));
        let km = places.distance_km(ames).expect("a distance");
        assert!((49.0..50.0).contains(&km), "{km}");
        assert!(Places::default().hold(None));
    }

    #[test]
    fn what_cannot_be_read_names_its_parameter() {
        let field = |query: AccountQuery| match Places::of(&query) {
            Err(AppError::Invalid { field, .. }) => field,
            other => panic!("{other:?}"),
        };
        let query = AccountQuery::default;
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(field(AccountQuery { near: text("41.5"), ..query() }), "near");
        assert_eq!(field(AccountQuery { near: text("95,10"), ..query() }), "near");
        assert_eq!(field(AccountQuery { near: text("nan,10"), ..query() }), "near");
        assert_eq!(field(AccountQuery { near: text("1,2"), within_km: Some(0), ..query() }), "within_km");
        assert_eq!(field(AccountQuery { within_km: Some(10), ..query() }), "within_km");
        assert_eq!(field(AccountQuery { sort: Some(AccountSort::Distance), ..query() }), "sort");
        assert_eq!(field(AccountQuery { area: text("1 2,3 4"), ..query() }), "area");
    }
}
