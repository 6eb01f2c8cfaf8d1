//! What is told, to whom, and that nothing is lost or told twice: a real conversation with a mail server and
//! with a program that is killed for a while.

use crate::alert::tests::{account, as_of, import, look_on, orders, pin};
use crate::stage::Stage;
use crate::{Caller, Outbound, clock};
use bellwether_core::alert::{AlertAction, DismissReason, ForYouQuery};
use bellwether_core::import::ImportKind;
use bellwether_core::notification::{
    Channel, Delivery, DeliveryQuery, DeliveryStatus, NewWebhook, NotificationPreferences,
};
use bellwether_core::user::{User, UserInput};
use bellwether_core::{AccountId, Permissions, RepId, Role};
use bellwether_store::alert_progress;
use bellwether_testkit::mail_server::{MailServer, Stage as Smtp};
use bellwether_testkit::webhook_receiver::WebhookReceiver;
use chrono::{Days, Timelike};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// How long a test waits for a second attempt before it gives up; far beyond what one takes.
const PATIENCE: Duration = Duration::from_secs(60);

fn with_mail(server: &MailServer) -> Outbound {
    Outbound {
        smtp_url: Some(server.url("")),
        mail_from: "Bellwether <alerts@example.com>".to_owned(),
        public_url: "https://sales.example.com".to_owned(),
        ..Outbound::default()
    }
}

fn person(stage: &Stage, name: &str, role: Role, rep: Option<RepId>, view_financials: bool) -> User {
    let input = UserInput {
        name: name.to_owned(),
        email: format!("{name}@example.com"),
        role,
        permissions: Permissions { view_margin: true, view_contacts: true, view_financials },
        rep,
        regions: Vec::new(),
        is_disabled: false,
        password: Some("a password of some length".to_owned()),
    };
    stage.app.add_user(&Caller::system(), &input).expect("added")
}

/// Without quiet hours, so that the time of the day does not matter.
fn awake(stage: &Stage, user: &User) -> Caller {
    let person = stage.app.store.read(|conn| bellwether_store::users::find(conn, user.id)).expect("there");
    let caller = super::tell::caller_for(&person);
    let wanted = NotificationPreferences {
        quiet_from_hour: None,
        quiet_until_hour: None,
        has_digest: false,
        ..NotificationPreferences::default()
    };
    stage.app.update_notification_preferences(&caller, &wanted).expect("kept");
    caller
}

/// Two reps with a customer each, who order as always; then both fall silent.
fn customers_of_two_reps(stage: &Stage) {
    pin(stage, as_of() - Days::new(60));
    stage.app.read_book().expect("read");
    let file =
        "Customer Number,Customer Name,Rep Number,Rep Name\nA1,Account 1,R1,One\nA2,Account 2,R2,Two\n";
    import(stage, ImportKind::Accounts, file);
    orders(stage, &(account(1, 10, 61) + &account(2, 10, 61)));
    stage.app.run_waiting_jobs().expect("run");
    stage.app.follow_alerts().expect("followed");
}

fn fall_silent(stage: &Stage) {
    look_on(stage, as_of());
}

fn rep(stage: &Stage, name: &str) -> RepId {
    let book = stage.app.book();
    let found = book.dimensions().reps().iter().find(|rep| &*rep.name == name).expect("imported");
    found.id
}

fn deliveries(stage: &Stage, channel: Channel) -> Vec<Delivery> {
    let query = DeliveryQuery { channel: Some(channel), ..DeliveryQuery::default() };
    stage.app.deliveries(&Caller::system(), &query).expect("messages").items
}

#[test]
fn a_rep_is_mailed_about_their_own_accounts_once_and_nobody_elses() {
    let server = MailServer::start();
    for stage in Stage::each_that_may_contact(&with_mail(&server)) {
        let before = server.taken().len();
        customers_of_two_reps(&stage);
        let one = person(&stage, "one", Role::Rep, Some(rep(&stage, "One")), false);
        awake(&stage, &one);
        fall_silent(&stage);
        stage.app.send_due().expect("sent");
        let taken = server.taken().split_off(before);
        assert_eq!(taken.len(), 1, "{}: {taken:#?}", stage.engine);
        assert_eq!(taken[0].to, ["one@example.com"]);
        assert!(taken[0].header("Subject").expect("a subject").contains("Account 1"), "{taken:#?}");
        assert!(!taken[0].data.contains("Account 2"), "{}: somebody else's", stage.engine);
        // The same silence goes on: nothing new to say within a fortnight.
        look_on(&stage, as_of() + Days::new(10));
        stage.app.send_due().expect("sent");
        assert_eq!(server.taken().len(), before + 1, "{}", stage.engine);
    }
}

#[test]
fn a_mail_says_what_is_true_when_it_leaves() {
    let server = MailServer::start();
    for stage in Stage::each_that_may_contact(&with_mail(&server)) {
        let before = server.taken().len();
        customers_of_two_reps(&stage);
        let one = person(&stage, "one", Role::Rep, Some(rep(&stage, "One")), false);
        awake(&stage, &one);
        fall_silent(&stage);
        // Before it is sent the account orders again.
        orders(&stage, "A1,Account 1,NEW,2026-05-31,P1,1,55.00\n");
        stage.app.send_due().expect("looked");
        assert_eq!(server.taken().len(), before, "{}", stage.engine);
        let told = deliveries(&stage, Channel::Email);
        assert_eq!(told[0].status, DeliveryStatus::Failed, "{told:#?}");
        assert!(told[0].error.as_deref().is_some_and(|error| error.contains("left to say")), "{told:#?}");
    }
}

#[test]
fn a_mail_server_that_is_busy_is_asked_again_and_a_refusal_is_told() {
    let server = MailServer::start();
    for stage in Stage::each_that_may_contact(&with_mail(&server)) {
        customers_of_two_reps(&stage);
        let one = person(&stage, "one", Role::Rep, Some(rep(&stage, "One")), false);
        let caller = awake(&stage, &one);
        fall_silent(&stage);
        server.refuse_next(Smtp::Rcpt, "451 try later");
        stage.app.send_due().expect("tried");
        let waiting = deliveries(&stage, Channel::Email).swap_remove(0);
        assert_eq!((waiting.status, waiting.attempts), (DeliveryStatus::Waiting, 1), "{waiting:?}");
        assert!(waiting.error.as_deref().is_some_and(|error| error.contains("try later")), "{waiting:?}");
        server.refuse_next(Smtp::Rcpt, "550 no such person");
        stage.app.resend_delivery(&caller, waiting.id).expect("their own");
        stage.app.send_due().expect("tried");
        assert_eq!(deliveries(&stage, Channel::Email)[0].status, DeliveryStatus::Failed, "{}", stage.engine);
        stage.app.resend_delivery(&caller, waiting.id).expect("their own");
        stage.app.send_due().expect("sent");
        assert_eq!(deliveries(&stage, Channel::Email)[0].status, DeliveryStatus::Sent, "{}", stage.engine);
    }
}

/// Told once a day, at any hour, and never at once.
fn reader_of_digests(stage: &Stage, user: &User, quiet: Option<(u32, u32)>) -> Caller {
    let caller = awake(stage, user);
    let wanted = NotificationPreferences {
        quiet_from_hour: quiet.map(|(from, _)| from),
        quiet_until_hour: quiet.map(|(_, until)| until),
        immediate_from: None,
        has_digest: true,
        digest_hour: 0,
        ..NotificationPreferences::default()
    };
    stage.app.update_notification_preferences(&caller, &wanted).expect("kept");
    caller
}

fn account_named(stage: &Stage, name: &str) -> AccountId {
    let cards = stage.app.for_you(&Caller::system(), &ForYouQuery::default()).expect("cards").cards;
    cards.iter().find(|card| card.account.name == name).expect("it is urgent").account.id
}

fn told_of(stage: &Stage, user: &User) -> Vec<AccountId> {
    let since = chrono::NaiveDate::default();
    let told = stage.app.store.read(|conn| alert_progress::notices(conn, user.id, since)).expect("read");
    told.into_keys().collect()
}

#[test]
fn what_comes_after_todays_digest_is_not_taken_for_told() {
    let server = MailServer::start();
    for stage in Stage::each_that_may_contact(&with_mail(&server)) {
        customers_of_two_reps(&stage);
        let admin = person(&stage, "admin", Role::Admin, None, true);
        let caller = reader_of_digests(&stage, &admin, None);
        fall_silent(&stage);
        let (one, two) = (account_named(&stage, "Account 1"), account_named(&stage, "Account 2"));
        let dismiss = AlertAction::Dismiss { reason: DismissReason::Other, note: String::new() };
        stage.app.act_on_account(&caller, two, &dismiss).expect("dismissed");
        stage.app.write_digests(&mut BTreeSet::new()).expect("written");
        assert_eq!(told_of(&stage, &admin), [one], "{}", stage.engine);
        stage.app.act_on_account(&caller, two, &AlertAction::Reopen).expect("reopened");
        // The program starts again on the same day, and knows nothing of what it has written.
        stage.app.write_digests(&mut BTreeSet::new()).expect("written");
        assert_eq!(deliveries(&stage, Channel::Email).len(), 1, "{}", stage.engine);
        assert_eq!(told_of(&stage, &admin), [one], "{}: it is in no message", stage.engine);
    }
}

#[test]
fn what_somebody_works_on_is_in_no_digest() {
    let server = MailServer::start();
    for stage in Stage::each_that_may_contact(&with_mail(&server)) {
        customers_of_two_reps(&stage);
        let admin = person(&stage, "admin", Role::Admin, None, true);
        let caller = reader_of_digests(&stage, &admin, None);
        fall_silent(&stage);
        let (one, two) = (account_named(&stage, "Account 1"), account_named(&stage, "Account 2"));
        stage.app.act_on_account(&caller, one, &AlertAction::Work).expect("worked");
        stage.app.write_digests(&mut BTreeSet::new()).expect("written");
        assert_eq!(told_of(&stage, &admin), [two], "{}", stage.engine);
    }
}

#[test]
fn a_second_attempt_waits_for_the_end_of_quiet_hours() {
    let server = MailServer::start();
    for stage in Stage::each_that_may_contact(&with_mail(&server)) {
        customers_of_two_reps(&stage);
        let admin = person(&stage, "admin", Role::Admin, None, true);
        let hour = clock::local(&stage.app.book().settings().time_zone).hour();
        let caller = reader_of_digests(&stage, &admin, Some((hour, (hour + 4) % 24)));
        fall_silent(&stage);
        stage.app.write_digests(&mut BTreeSet::new()).expect("written");
        let written = deliveries(&stage, Channel::Email).swap_remove(0);
        server.refuse_next(Smtp::Rcpt, "451 try later");
        // They ask for it themselves, whatever the hour.
        stage.app.resend_delivery(&caller, written.id).expect("their own");
        stage.app.send_due().expect("tried");
        let waiting = deliveries(&stage, Channel::Email).swap_remove(0);
        assert_eq!(waiting.attempts, 1, "{}: {waiting:?}", stage.engine);
        assert_eq!(waiting.next_attempt_at, written.next_attempt_at, "{}: when they end", stage.engine);
    }
}

#[test]
fn a_receiver_that_is_killed_for_a_while_gets_every_event_exactly_once() {
    let mut receiver = WebhookReceiver::start();
    let outbound = Outbound { allowed_hosts: vec!["127.0.0.1".to_owned()], ..Outbound::default() };
    for stage in Stage::each_that_may_contact(&outbound) {
        let before = receiver.received().len();
        customers_of_two_reps(&stage);
        let admin = person(&stage, "admin", Role::Admin, None, true);
        let caller = awake(&stage, &admin);
        let new = NewWebhook { name: "CRM".to_owned(), url: receiver.url() };
        let webhook = stage.app.add_webhook(&caller, &new).expect("allowed");
        assert!(webhook.secret.is_some_and(|secret| secret.starts_with("whsec_")));
        receiver.stop();
        fall_silent(&stage);
        for card in stage.app.for_you(&caller, &ForYouQuery::default()).expect("cards").cards {
            let action = AlertAction::Dismiss { reason: DismissReason::Other, note: String::new() };
            stage.app.act_on_account(&caller, card.account.id, &action).expect("done");
        }
        stage.app.send_due().expect("tried");
        let written = deliveries(&stage, Channel::Webhook);
        assert!(written.len() >= 2, "{written:#?}");
        assert!(written.iter().all(|event| event.status == DeliveryStatus::Waiting), "{written:#?}");
        receiver.restart();
        let start = Instant::now();
        while deliveries(&stage, Channel::Webhook).iter().any(|event| event.status != DeliveryStatus::Sent) {
            assert!(start.elapsed() < PATIENCE, "{}: they never arrive", stage.engine);
            std::thread::sleep(Duration::from_millis(200));
            stage.app.send_due().expect("tried");
        }
        let arrived = receiver.received().split_off(before);
        let ids: BTreeSet<&str> = arrived.iter().map(|event| event.header("webhook-id")).collect();
        let wanted: BTreeSet<String> = written.iter().map(|event| event.id.to_string()).collect();
        assert_eq!(ids, wanted.iter().map(String::as_str).collect(), "{}", stage.engine);
        assert_eq!(arrived.len(), ids.len(), "{}: none twice", stage.engine);
    }
}

#[test]
fn a_webhook_to_the_inside_is_refused_unless_the_operator_allows_it() {
    for stage in Stage::each() {
        for url in ["http://127.0.0.1:8080/hook", "https://10.0.0.1/", "https://[::1]/", "file:///etc/passwd"]
        {
            let new = NewWebhook { name: "inside".to_owned(), url: url.to_owned() };
            let refused = stage.app.add_webhook(&Caller::system(), &new);
            assert!(matches!(refused, Err(crate::AppError::Invalid { .. })), "{url}: {refused:?}");
        }
    }
}
