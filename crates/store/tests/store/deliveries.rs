//! Messages on their way, webhooks, and how people want to be told.

use crate::stage::{now, stores};
use bellwether_core::alert::{AlertKind, AlertTier};
use bellwether_core::notification::{Channel, DeliveryStatus, NotificationPreferences};
use bellwether_core::{DeliveryId, Permissions, Role, UserId, WebhookId};
use bellwether_store::deliveries::{self, DeliveryFilter, LeasedDelivery, NewDelivery};
use bellwether_store::users::{self, NewUser};
use bellwether_store::webhooks::{self, NewWebhook};
use bellwether_store::{Store, StoreError};
use chrono::{NaiveDateTime, TimeDelta};
use std::collections::BTreeSet;

fn person(store: &Store, email: &str) -> UserId {
    let new = NewUser {
        email: email.to_owned(),
        name: email.to_owned(),
        phone: None,
        password_hash: None,
        role: Role::Admin,
        rep: None,
        permissions: Permissions { view_margin: false, view_contacts: false, view_financials: true },
        regions: Vec::new(),
        must_change_password: false,
    };
    store.write(|c| users::create(c, &new, now())).expect("added")
}

fn mail(user: UserId, subject: &str) -> NewDelivery {
    NewDelivery {
        channel: Channel::Email,
        user: Some(user),
        webhook: None,
        recipient: "rep@example.com".to_owned(),
        subject: subject.to_owned(),
        body: "{}".to_owned(),
        next_attempt_at: now(),
        unique_key: None,
    }
}

fn event(webhook: WebhookId) -> NewDelivery {
    NewDelivery {
        channel: Channel::Webhook,
        user: None,
        webhook: Some(webhook),
        recipient: "Warehouse".to_owned(),
        subject: "alerts".to_owned(),
        body: "{\"accounts\":[]}".to_owned(),
        next_attempt_at: now(),
        unique_key: None,
    }
}

fn write(store: &Store, new: &NewDelivery) -> DeliveryId {
    store.write(|c| deliveries::enqueue(c, new, now())).expect("written").expect("a new one")
}

fn lease(store: &Store, at: NaiveDateTime) -> Vec<LeasedDelivery> {
    store.write(|c| deliveries::lease(c, Channel::Email, at, TimeDelta::minutes(1), 10)).expect("leased")
}

fn one(store: &Store, at: NaiveDateTime) -> LeasedDelivery {
    let mut leased = lease(store, at);
    assert_eq!(leased.len(), 1, "{leased:?}");
    leased.remove(0)
}

#[test]
fn a_message_with_a_key_is_written_once_and_others_as_often_as_asked() {
    for (store, database) in stores() {
        let user = person(&store, "a@example.com");
        let keyed = NewDelivery { unique_key: Some("digest:1:2026-03-31".to_owned()), ..mail(user, "x") };
        let first = store.write(|c| deliveries::enqueue(c, &keyed, now())).expect("asked");
        let second = store.write(|c| deliveries::enqueue(c, &keyed, now())).expect("asked");
        assert!(first.is_some() && second.is_none(), "{}: {first:?} {second:?}", database.engine);
        let leased = one(&store, now());
        store.write(|c| deliveries::sent(c, &leased, now())).expect("noted");
        let after = store.write(|c| deliveries::enqueue(c, &keyed, now())).expect("asked");
        assert_eq!(after, None, "{}: not again after it was sent", database.engine);
        assert_ne!(write(&store, &mail(user, "x")), write(&store, &mail(user, "x")));
    }
}

#[test]
fn a_message_is_leased_when_its_time_has_come_and_by_one_sender_only() {
    for (store, database) in stores() {
        let user = person(&store, "a@example.com");
        let later = now() + TimeDelta::hours(9);
        let quiet = NewDelivery { next_attempt_at: later, ..mail(user, "at seven") };
        let waits = write(&store, &quiet);
        let due = write(&store, &mail(user, "now"));
        let is_due = |at| store.read(|c| deliveries::is_due(c, Channel::Email, at)).expect("asked");
        assert!(is_due(now()), "{}", database.engine);
        let held = one(&store, now());
        assert_eq!((held.id, held.attempts, held.user), (due, 1, Some(user)), "{}", database.engine);
        assert!(!is_due(now()));
        assert_eq!(lease(&store, now()), [], "{}: it is taken", database.engine);
        let webhooks =
            store.write(|c| deliveries::lease(c, Channel::Webhook, later, TimeDelta::minutes(1), 10));
        assert_eq!(webhooks.expect("asked"), [], "{}: another channel", database.engine);
        assert!(store.write(|c| deliveries::sent(c, &held, now())).expect("noted"));
        assert_eq!(one(&store, later).id, waits, "{}", database.engine);
    }
}

#[test]
fn a_sender_that_fell_silent_loses_its_message_and_cannot_speak_about_it_any_more() {
    for (store, database) in stores() {
        let id = write(&store, &mail(person(&store, "a@example.com"), "x"));
        // A clock finer than the databases' microseconds.
        let precise = now() + TimeDelta::nanoseconds(123_456_789);
        let lost = one(&store, precise);
        let later = now() + TimeDelta::minutes(2);
        let held = one(&store, later);
        assert_eq!((held.id, held.attempts), (id, 2), "{}", database.engine);
        assert!(!store.write(|c| deliveries::sent(c, &lost, later)).expect("asked"), "{}", database.engine);
        assert!(!store.write(|c| deliveries::retry(c, &lost, later, "no")).expect("asked"));
        assert!(!store.write(|c| deliveries::failed(c, &lost, "no")).expect("asked"));
        assert!(store.write(|c| deliveries::sent(c, &held, later)).expect("asked"), "{}", database.engine);
        assert!(!store.write(|c| deliveries::sent(c, &held, later)).expect("asked"), "once only");
        let told = store.read(|c| deliveries::find(c, None, id)).expect("there");
        assert_eq!((told.status, told.sent_at), (DeliveryStatus::Sent, Some(later)), "{}", database.engine);
        assert_eq!(told.next_attempt_at, None, "{}", database.engine);
    }
}

#[test]
fn a_message_that_was_refused_waits_for_its_next_attempt_and_is_given_up_in_the_end() {
    for (store, database) in stores() {
        let id = write(&store, &mail(person(&store, "a@example.com"), "x"));
        let again = now() + TimeDelta::seconds(30);
        let held = one(&store, now());
        store.write(|c| deliveries::retry(c, &held, again, "nobody answers")).expect("noted");
        let told = store.read(|c| deliveries::find(c, None, id)).expect("there");
        assert_eq!((told.status, told.next_attempt_at), (DeliveryStatus::Waiting, Some(again)));
        assert_eq!(told.error.as_deref(), Some("nobody answers"), "{}", database.engine);
        assert_eq!(lease(&store, again - TimeDelta::seconds(1)), [], "{}", database.engine);
        let held = one(&store, again);
        assert_eq!(held.attempts, 2, "{}", database.engine);
        store.write(|c| deliveries::failed(c, &held, "no such mailbox")).expect("noted");
        let told = store.read(|c| deliveries::find(c, None, id)).expect("there");
        assert_eq!((told.status, told.attempts), (DeliveryStatus::Failed, 2), "{}", database.engine);
        assert_eq!(lease(&store, again + TimeDelta::days(30)), [], "{}", database.engine);
    }
}

#[test]
fn a_message_can_be_sent_again_unless_it_is_being_sent() {
    for (store, database) in stores() {
        let id = write(&store, &mail(person(&store, "a@example.com"), "x"));
        let resend = |at| store.write(|c| deliveries::resend(c, id, at));
        let held = one(&store, now());
        assert!(matches!(resend(now()), Err(StoreError::InUse(_))), "{}", database.engine);
        store.write(|c| deliveries::failed(c, &held, "no")).expect("noted");
        resend(now()).expect("again");
        let held = one(&store, now());
        assert_eq!(held.attempts, 1, "{}: it counts from the start", database.engine);
        store.write(|c| deliveries::retry(c, &held, now() + TimeDelta::hours(2), "no")).expect("noted");
        resend(now()).expect("at once instead of in two hours");
        let held = one(&store, now());
        assert!(store.write(|c| deliveries::sent(c, &held, now())).expect("noted"), "{}", database.engine);
        resend(now()).expect("a second time to the same reader");
        assert_eq!(one(&store, now()).id, id, "{}", database.engine);
        let absent = store.write(|c| deliveries::resend(c, DeliveryId(id.0 + 1), now()));
        assert!(matches!(absent, Err(StoreError::NotFound)), "{}", database.engine);
    }
}

#[test]
fn many_senders_at_once_send_every_message_once() {
    for (store, database) in stores() {
        let user = person(&store, "a@example.com");
        for n in 0..40 {
            write(&store, &mail(user, &n.to_string()));
        }
        let taken: Vec<DeliveryId> = std::thread::scope(|scope| {
            let senders: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| {
                        let own = Store::open(&database.url).expect("a process of its own");
                        let mut taken = Vec::new();
                        loop {
                            let some = own
                                .write(|c| {
                                    deliveries::lease(c, Channel::Email, now(), TimeDelta::minutes(1), 3)
                                })
                                .expect("leased");
                            // Others may have been quicker with all three.
                            if some.is_empty()
                                && !own.read(|c| deliveries::is_due(c, Channel::Email, now())).expect("asked")
                            {
                                return taken;
                            }
                            taken.extend(some.into_iter().map(|delivery| delivery.id));
                        }
                    })
                })
                .collect();
            senders.into_iter().flat_map(|sender| sender.join().expect("no panic")).collect()
        });
        assert_eq!(taken.len(), 40, "{}", database.engine);
        assert_eq!(taken.into_iter().collect::<BTreeSet<_>>().len(), 40, "{}", database.engine);
    }
}

#[test]
fn people_see_messages_to_them_and_to_their_webhooks_newest_first() {
    for (store, database) in stores() {
        let (mine, other) = (person(&store, "a@example.com"), person(&store, "b@example.com"));
        let new =
            NewWebhook { name: "Warehouse", url: "https://example.com/", secret: "whsec_x", owner: mine };
        let webhook = store.write(|c| webhooks::create(c, &new, now())).expect("made");
        let ids = [
            write(&store, &mail(mine, "one")),
            write(&store, &mail(other, "two")),
            write(&store, &event(webhook)),
        ];
        let page = |filter: DeliveryFilter, before, limit| {
            store.read(|c| deliveries::page(c, &filter, before, limit)).expect("read")
        };
        let seen = |filter| -> Vec<DeliveryId> {
            page(filter, None, 10).deliveries.iter().map(|delivery| delivery.id).collect()
        };
        let all = DeliveryFilter::default();
        assert_eq!(seen(all), [ids[2], ids[1], ids[0]], "{}", database.engine);
        assert_eq!(seen(DeliveryFilter { user: Some(mine), ..all }), [ids[2], ids[0]], "{}", database.engine);
        assert_eq!(seen(DeliveryFilter { user: Some(other), ..all }), [ids[1]], "{}", database.engine);
        assert_eq!(seen(DeliveryFilter { channel: Some(Channel::Webhook), ..all }), [ids[2]]);
        assert_eq!(seen(DeliveryFilter { status: Some(DeliveryStatus::Failed), ..all }), []);
        let first = page(all, None, 2);
        assert_eq!((first.total, first.next), (3, Some(ids[1])), "{}", database.engine);
        let last = page(all, first.next, 2);
        assert_eq!((last.deliveries.len(), last.next), (1, None), "{}", database.engine);
        let foreign = store.read(|c| deliveries::find(c, Some(other), ids[0]));
        assert!(matches!(foreign, Err(StoreError::NotFound)), "{}", database.engine);
        let waiting = store.read(deliveries::waiting_of).expect("read");
        assert_eq!(waiting, [(webhook, 1)].into(), "{}", database.engine);
    }
}

#[test]
fn a_webhook_is_made_turned_off_and_removed_and_its_secret_stays_out_of_logs() {
    for (store, database) in stores() {
        let (mine, other) = (person(&store, "a@example.com"), person(&store, "b@example.com"));
        let new =
            NewWebhook { name: "Warehouse", url: "https://example.com/", secret: "whsec_x", owner: mine };
        let id = store.write(|c| webhooks::create(c, &new, now())).expect("made");
        let made = store.read(|c| webhooks::find(c, id)).expect("there");
        assert_eq!((made.secret.as_str(), made.is_enabled, made.owner), ("whsec_x", true, mine));
        assert!(!format!("{made:?}").contains("whsec_x"), "{made:?}");
        store.write(|c| webhooks::set_enabled(c, id, false)).expect("off");
        let listed = store.read(|c| webhooks::list(c, Some(mine))).expect("read");
        assert!(!listed[0].is_enabled, "{}", database.engine);
        assert_eq!(store.read(|c| webhooks::list(c, Some(other))).expect("read"), []);
        assert_eq!(store.read(|c| webhooks::list(c, None)).expect("read").len(), 1);
        store.write(|c| webhooks::delete(c, id)).expect("gone");
        assert!(matches!(store.write(|c| webhooks::delete(c, id)), Err(StoreError::NotFound)));
    }
}

#[test]
fn people_are_told_as_they_chose_and_as_it_comes_until_then() {
    for (store, database) in stores() {
        let user = person(&store, "a@example.com");
        let read = || store.read(|c| users::notification_preferences(c, user)).expect("read");
        assert_eq!(read(), None, "{}: nobody has chosen yet", database.engine);
        let wanted = NotificationPreferences {
            immediate_from: Some(AlertTier::Critical),
            muted: vec![AlertKind::Overdue],
            quiet_from_hour: None,
            ..NotificationPreferences::default()
        };
        store.write(|c| users::set_notification_preferences(c, user, &wanted)).expect("stored");
        assert_eq!(read(), Some(wanted.clone()), "{}", database.engine);
        let nobody = UserId(user.0 + 1);
        let refused = store.write(|c| users::set_notification_preferences(c, nobody, &wanted));
        assert!(matches!(refused, Err(StoreError::NotFound)), "{}", database.engine);
        let stored = store.read(|c| users::find(c, user)).expect("there");
        assert!(stored.permissions.view_financials, "{}", database.engine);
    }
}

#[test]
fn old_messages_are_forgotten_unless_they_still_wait() {
    for (store, database) in stores() {
        let user = person(&store, "admin@example.com");
        for subject in ["sent", "given up", "waiting"] {
            store.write(|c| deliveries::enqueue(c, &mail(user, subject), now())).expect("written");
        }
        let lease = TimeDelta::minutes(1);
        let leased = store.write(|c| deliveries::lease(c, Channel::Email, now(), lease, 10)).expect("leased");
        let by = |subject: &str| leased.iter().find(|one| one.subject == subject).expect("leased");
        store.write(|c| deliveries::sent(c, by("sent"), now())).expect("noted");
        store.write(|c| deliveries::failed(c, by("given up"), "no")).expect("noted");
        let forget = |before| store.write(|c| deliveries::forget(c, before)).expect("forgotten");
        assert_eq!(forget(now()), 0, "{}: they are of today", database.engine);
        assert_eq!(forget(now() + TimeDelta::days(1)), 2, "{}", database.engine);
        let kept = store.read(|c| deliveries::find(c, None, by("waiting").id)).expect("kept");
        assert_eq!(kept.subject, "waiting", "{}", database.engine);
    }
}
