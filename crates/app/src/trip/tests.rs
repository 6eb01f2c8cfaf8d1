use super::*;
use crate::alert::tests::{account, as_of, import, orders, pin};
use crate::brief::tests::id_of;
use crate::stage::Stage;
use bellwether_core::import::ImportKind;
use bellwether_core::{Permissions, Scope};

/// Accounts 1 to 4 in a line from south to north, a quarter of a degree apart; account 5 is nowhere. Account 4 has
/// been silent.
fn stages() -> Vec<Stage> {
    let prepare = |stage: Stage| {
        pin(&stage, as_of());
        stage.app.read_book().expect("read");
        let silent = |number| if number == 4 { 60 } else { 3 };
        orders(&stage, &(1..=5).map(|number| account(number, 10, silent(number))).collect::<String>());
        let places = "account_id,account_name,latitude,longitude,phone\n\
                      A1,Account 1,41.00,-93.0,555-0101\nA2,Account 2,41.25,-93.0,555-0102\n\
                      A3,Account 3,41.50,-93.0,555-0103\nA4,Account 4,41.75,-93.0,555-0104\n";
        import(&stage, ImportKind::Accounts, places);
        stage.app.run_waiting_jobs().expect("run");
        stage
    };
    Stage::each().into_iter().map(prepare).collect()
}

fn request(stage: &Stage, numbers: &[u32]) -> TripRequest {
    let stops = numbers.iter().map(|number| id_of(stage, &format!("Account {number}"))).collect();
    TripRequest { stops, ..TripRequest::default() }
}

fn names(trip: &Trip) -> Vec<&str> {
    trip.stops.iter().map(|stop| &*stop.account.name).collect()
}

fn refused(stage: &Stage, request: &TripRequest) -> (String, String) {
    match stage.app.plan_trip(&Caller::system(), request) {
        Err(AppError::Invalid { field, message }) => (field, message),
        other => panic!("{other:?}"),
    }
}

#[test]
fn stops_are_driven_to_one_after_the_other_from_the_first() {
    for stage in stages() {
        let trip = stage.app.plan_trip(&Caller::system(), &request(&stage, &[1, 4, 2, 3])).expect("a trip");
        assert_eq!(names(&trip), ["Account 1", "Account 2", "Account 3", "Account 4"], "{}", stage.engine);
        // A quarter of a degree is 27.8 km, 36.1 km with the detour: 26.7 minutes for 20 km, 10.8 for the rest.
        let leg = &trip.stops[1];
        assert!((leg.leg_km - 36.14).abs() < 0.01, "{}", leg.leg_km);
        assert!((leg.leg_minutes - 37.4).abs() < 0.1, "{}", leg.leg_minutes);
        assert_eq!((trip.stops[0].leg_km, trip.stops[0].arrives_after_minutes), (0.0, 0.0));
        assert!((trip.stops[2].arrives_after_minutes - 2.0 * (30.0 + leg.leg_minutes)).abs() < 1e-6);
        assert!((trip.km - 3.0 * 36.14).abs() < 0.05 && (trip.asked_km - 6.0 * 36.14).abs() < 0.05);
        assert!((trip.minutes - trip.drive_minutes - 120.0).abs() < 1e-6);
        assert_eq!((trip.return_km, trip.without_position.len()), (None, 0));
    }
}

#[test]
fn what_is_at_risk_is_said_of_every_stop_and_hour() {
    for stage in stages() {
        let trip = stage.app.plan_trip(&Caller::system(), &request(&stage, &[1, 2, 4])).expect("a trip");
        let silent = &trip.stops[2];
        let sales = 20.0 * 10_000.0;
        let risk = silent.churn_risk.expect("scored").get();
        assert_eq!(silent.at_risk_cents, Cents((sales * risk).round() as i64), "{}", stage.engine);
        assert!(silent.at_risk_cents > trip.stops[0].at_risk_cents);
        assert_eq!(trip.at_risk_cents, trip.stops.iter().map(|stop| stop.at_risk_cents).sum());
        let an_hour = trip.at_risk_cents.0 as f64 * 60.0 / trip.minutes;
        assert!((trip.at_risk_per_hour_cents.0 as f64 - an_hour).abs() <= 0.5);
    }
}

#[test]
fn a_round_trip_ends_where_it_starts_and_goes_where_more_is_at_risk_first() {
    for stage in stages() {
        let start = Some([41.375, -92.5]);
        let round =
            TripRequest { start, returns: true, visit_minutes: Some(0), ..request(&stage, &[1, 2, 3, 4]) };
        let trip = stage.app.plan_trip(&Caller::system(), &round).expect("a trip");
        assert_eq!(names(&trip), ["Account 4", "Account 3", "Account 2", "Account 1"], "{}", stage.engine);
        let legs: f64 = trip.stops.iter().map(|stop| stop.leg_km).sum();
        let back = trip.return_km.expect("a way back");
        assert!((trip.km - legs - back).abs() < 1e-9 && back > 60.0);
        assert!((trip.minutes - trip.drive_minutes).abs() < 1e-9);
        assert!(trip.map_links.iter().all(|link| link.url.contains("41.37500%2C-92.50000")));
    }
}

#[test]
fn accounts_that_are_nowhere_are_named_and_left_out() {
    for stage in stages() {
        let trip = stage.app.plan_trip(&Caller::system(), &request(&stage, &[5, 3, 2])).expect("a trip");
        assert_eq!(names(&trip), ["Account 3", "Account 2"], "{}", stage.engine);
        assert_eq!(trip.without_position[0].name, "Account 5");
        let (field, message) = refused(&stage, &request(&stage, &[5, 2]));
        assert!(field == "stops" && message.contains("only one") && message.contains("ZIP"), "{message}");
    }
}

#[test]
fn an_account_known_by_its_state_alone_is_nowhere_and_one_by_its_zip_code_is_roughly_there() {
    for stage in stages() {
        let places = "account_id,account_name,state,zip\nA6,Account 6,IA,\nA7,Account 7,IA,50309\n";
        import(&stage, ImportKind::Accounts, places);
        let trip = stage.app.plan_trip(&Caller::system(), &request(&stage, &[6, 7, 1, 2])).expect("a trip");
        assert_eq!(trip.without_position[0].name, "Account 6", "{}", stage.engine);
        assert_eq!(trip.stops.len(), 3);
        let rough = trip.assumptions.iter().filter(|words| words.starts_with("One stop is placed")).count();
        assert_eq!(rough, 1, "{:?}", trip.assumptions);
        let exact = stage.app.plan_trip(&Caller::system(), &request(&stage, &[1, 2])).expect("a trip");
        assert!(exact.assumptions.iter().all(|words| !words.contains("placed in the middle")));
    }
}

#[test]
fn what_cannot_be_planned_is_refused_with_what_to_do() {
    let stages = stages();
    let stage = &stages[0];
    let pair = request(stage, &[1, 2]);
    assert!(refused(stage, &request(stage, &[1])).1.contains("2 to 60"));
    assert!(refused(stage, &request(stage, &[1, 2, 1])).1.contains("once"));
    let many = TripRequest { stops: (1..=61).map(AccountId).collect(), ..TripRequest::default() };
    assert!(refused(stage, &many).1.contains("these are 61"));
    for start in [[91.0, 0.0], [0.0, -180.5], [f64::NAN, 0.0]] {
        assert_eq!(refused(stage, &TripRequest { start: Some(start), ..pair.clone() }).0, "start");
    }
    assert_eq!(refused(stage, &TripRequest { visit_minutes: Some(601), ..pair }).0, "visit_minutes");
}

#[test]
fn a_stop_of_somebody_else_is_not_found_and_telephones_need_permission() {
    for stage in stages() {
        let pair = request(&stage, &[1, 2]);
        let stranger = Caller { scope: Scope::Nothing, ..Caller::system() };
        assert!(matches!(stage.app.plan_trip(&stranger, &pair), Err(AppError::NotFound)), "{}", stage.engine);
        let seen = stage.app.plan_trip(&Caller::system(), &pair).expect("a trip");
        assert_eq!(seen.stops[0].phone.as_deref(), Some("555-0101"));
        let permissions = Permissions { view_margin: true, view_contacts: false, view_financials: true };
        let hidden = stage.app.plan_trip(&Caller { permissions, ..Caller::system() }, &pair).expect("a trip");
        assert!(hidden.stops.iter().all(|stop| stop.phone.is_none()));
    }
}

#[test]
fn addresses_of_maps_hold_no_names() {
    let stages = stages();
    let trip = stages[0].app.plan_trip(&Caller::system(), &request(&stages[0], &[1, 2])).expect("a trip");
    assert_eq!(trip.map_links.len(), 2);
    for link in &trip.map_links {
        assert!(!link.url.contains("Account") && !link.url.contains("A1"), "{}", link.url);
    }
}
