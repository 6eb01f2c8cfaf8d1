//! Webhooks against a receiver that speaks HTTP.

use bellwether_connect::webhook::{Outcome, Post, Poster, check_url, signature};
use bellwether_testkit::webhook_receiver::WebhookReceiver;
use chrono::DateTime;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

fn allowed() -> Vec<String> {
    vec!["127.0.0.1".to_owned()]
}

fn poster() -> Poster {
    Poster::new(&allowed()).expect("it is made")
}

fn post(url: &str) -> Post {
    Post {
        id: "d_0123456789abc".to_owned(),
        url: url.to_owned(),
        secret: SECRET.to_owned(),
        body: r#"{"accounts":["a_1"]}"#.to_owned(),
        sent_at: DateTime::from_timestamp(1_774_958_400, 0).expect("a moment").naive_utc(),
    }
}

#[test]
fn a_message_arrives_signed_so_that_the_receiver_can_check_it() {
    let receiver = WebhookReceiver::start();
    assert_eq!(poster().send(&post(&receiver.url())), Outcome::Taken);
    let received = receiver.received();
    assert_eq!(received.len(), 1);
    let one = &received[0];
    assert_eq!(one.request, "POST /hook HTTP/1.1");
    assert_eq!(one.header("content-type"), "application/json");
    assert_eq!(one.header("webhook-id"), "d_0123456789abc");
    assert_eq!(one.header("webhook-timestamp"), "1774958400");
    let expected = signature(SECRET, "d_0123456789abc", 1_774_958_400, &one.body).expect("a usable key");
    assert_eq!(one.header("webhook-signature"), expected);
    assert_eq!(one.body, post("").body);
}

#[test]
fn the_answers_status_says_what_becomes_of_a_message() {
    let receiver = WebhookReceiver::start();
    for status in [200, 201, 202, 204] {
        receiver.answer_with(status);
        assert_eq!(poster().send(&post(&receiver.url())), Outcome::Taken, "{status}");
    }
    for status in [400, 401, 404, 429, 500, 503] {
        receiver.answer_with(status);
        let outcome = poster().send(&post(&receiver.url()));
        assert!(matches!(&outcome, Outcome::Later(why) if why.contains(&status.to_string())), "{outcome:?}");
    }
    receiver.answer_with(410);
    assert!(matches!(poster().send(&post(&receiver.url())), Outcome::Gone(_)));
}

#[test]
fn a_receiver_that_was_killed_gets_the_message_when_it_is_back() {
    let mut receiver = WebhookReceiver::start();
    let poster = poster();
    assert_eq!(poster.send(&post(&receiver.url())), Outcome::Taken);
    receiver.stop();
    let outcome = poster.send(&post(&receiver.url()));
    assert!(matches!(&outcome, Outcome::Later(_)), "{outcome:?}");
    receiver.restart();
    assert_eq!(poster.send(&post(&receiver.url())), Outcome::Taken);
    assert_eq!(receiver.received().len(), 2);
}

#[test]
fn nobody_is_sent_elsewhere() {
    let (receiver, elsewhere) = (WebhookReceiver::start(), WebhookReceiver::start());
    receiver.redirect_to(&elsewhere.url());
    assert!(matches!(poster().send(&post(&receiver.url())), Outcome::Later(_)));
    assert_eq!((receiver.received().len(), elsewhere.received().len()), (1, 0));
}

#[test]
fn an_address_inside_that_nobody_allowed_is_never_called() {
    let receiver = WebhookReceiver::start();
    let port = receiver.address().port();
    let poster = Poster::new(&[]).expect("it is made");
    for host in ["127.0.0.1", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]", "0.0.0.0", "localhost"] {
        for scheme in ["http", "https"] {
            let outcome = poster.send(&post(&format!("{scheme}://{host}:{port}/hook")));
            assert!(matches!(outcome, Outcome::Never(_)), "{scheme} {host}: {outcome:?}");
        }
    }
    assert_eq!(receiver.received(), []);
    assert!(check_url(&receiver.url(), &[]).is_err() && check_url(&receiver.url(), &allowed()).is_ok());
}

#[test]
fn a_name_that_points_inside_is_never_called_whatever_it_points_to_next() {
    let receiver = WebhookReceiver::start();
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let inside = ["127.0.0.1", "169.254.169.254", "10.0.0.1", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"];
    let lookup = move |_: &str| {
        let place = counter.fetch_add(1, Ordering::SeqCst);
        Ok(vec![inside[place].parse::<IpAddr>().expect("an address"), IpAddr::from([0, 0, 0, 0])])
    };
    let poster = Poster::with_lookup(&[], Arc::new(lookup)).expect("it is made");
    for _ in inside {
        let outcome = poster.send(&post("https://rebound.example:8443/hook"));
        assert!(matches!(&outcome, Outcome::Later(why) if why.contains("private network")), "{outcome:?}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), inside.len(), "looked up anew for every call");
    assert_eq!(receiver.received(), []);
}

#[test]
fn a_name_that_the_operator_allowed_may_point_inside_and_others_may_not() {
    let receiver = WebhookReceiver::start();
    let port = receiver.address().port();
    let inside = |_: &str| Ok(vec![IpAddr::from([127, 0, 0, 1])]);
    let allowed = ["hooks.internal".to_owned()];
    let poster = Poster::with_lookup(&allowed, Arc::new(inside)).expect("it is made");
    assert_eq!(poster.send(&post(&format!("http://hooks.internal:{port}/hook"))), Outcome::Taken);
    let other = poster.send(&post("https://other.internal/hook"));
    assert!(matches!(&other, Outcome::Later(why) if why.contains("private network")), "{other:?}");
    assert_eq!(receiver.received().len(), 1);
}

#[test]
fn a_message_that_cannot_be_signed_is_never_sent() {
    let receiver = WebhookReceiver::start();
    let post = Post { secret: "no key".to_owned(), ..post(&receiver.url()) };
    assert!(matches!(poster().send(&post), Outcome::Never(_)));
    assert_eq!(receiver.received(), []);
}
