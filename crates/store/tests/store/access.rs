//! People, sessions, keys, and what a scope lets through.

use crate::stage::{date, now, stores};
use bellwether_core::import::ImportKind;
use bellwether_core::notification::NotificationPreferences;
use bellwether_core::{AccountId, KeyId, Permissions, RegionId, RepId, Role, Scope, UserId};
use bellwether_store::keys::NewKey;
use bellwether_store::records::{AccountAttributes, AccountRecord, PurchaseRecord};
use bellwether_store::sessions::NewSession;
use bellwether_store::users::NewUser;
use bellwether_store::{
    Connection, ImportWriter, Store, StoreError, accounts, contacts, imports, keys, orders, regions, reps,
    scores, sessions, settings, users,
};
use chrono::TimeDelta;
use diesel::connection::InstrumentationEvent;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

fn person(email: &str, role: Role) -> NewUser {
    NewUser {
        email: email.to_owned(),
        name: "Somebody".to_owned(),
        phone: None,
        password_hash: Some("$argon2id$".to_owned()),
        role,
        rep: None,
        permissions: Permissions { view_margin: true, view_contacts: false, view_financials: false },
        regions: Vec::new(),
        must_change_password: true,
    }
}

#[test]
fn people_are_found_by_address_in_any_case_and_only_once() {
    for (store, database) in stores() {
        let id =
            store.write(|c| users::create(c, &person("Ann@Example.com", Role::Admin), now())).expect("added");
        let found = store.read(|c| users::by_email(c, "ANN@example.com")).expect("read").expect("there");
        assert_eq!((found.id, found.role, found.permissions.view_margin), (id, Role::Admin, true));
        let twice = store.write(|c| users::create(c, &person("ann@example.COM", Role::Rep), now()));
        assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{}: {twice:?}", database.engine);
        assert_eq!(store.read(users::count).expect("counted"), 1);
        let nobody = store.read(|c| users::find(c, UserId(999)));
        assert!(matches!(nobody, Err(StoreError::NotFound)));
    }
}

/// Questions asked of the database.
fn asked(connection: &mut Connection, work: impl FnOnce(&mut Connection)) -> usize {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    diesel::Connection::set_instrumentation(connection, move |event: InstrumentationEvent<'_>| {
        if matches!(event, InstrumentationEvent::StartQuery { .. }) {
            counted.fetch_add(1, Ordering::Relaxed);
        }
    });
    work(connection);
    diesel::Connection::set_instrumentation(connection, |_: InstrumentationEvent<'_>| {});
    count.load(Ordering::Relaxed)
}

#[test]
fn everybody_and_how_they_want_to_be_told_is_asked_for_at_once_however_many_they_are() {
    for (store, database) in stores() {
        let add =
            |name: &str| store.write(|c| users::create(c, &person(name, Role::Rep), now())).expect("added");
        let wanted = NotificationPreferences { digest_hour: 5, ..NotificationPreferences::default() };
        let first = add("one@example.com");
        store.write(|c| users::set_notification_preferences(c, first, &wanted)).expect("kept");
        let ask = || {
            let count = store.read(|c| {
                Ok(asked(c, |c| {
                    assert!(!users::list(c).expect("read").is_empty());
                    let mut all = users::all_notification_preferences(c).expect("read");
                    let of_first = all.remove(&first).expect("there").expect("legible");
                    assert_eq!(of_first.map(|kept| kept.digest_hour), Some(5));
                    assert!(all.values().all(|kept| matches!(kept, Ok(None))));
                }))
            });
            count.expect("read")
        };
        let few = ask();
        for name in ["two@example.com", "three@example.com", "four@example.com"] {
            add(name);
        }
        assert_eq!(ask(), few, "{}", database.engine);
    }
}

#[test]
fn the_last_admin_can_neither_be_disabled_nor_become_something_else() {
    for (store, database) in stores() {
        let first =
            store.write(|c| users::create(c, &person("a@example.com", Role::Admin), now())).expect("added");
        let mut user = store.read(|c| users::find(c, first)).expect("there");
        user.role = Role::Rep;
        let refused = store.write(|c| users::update(c, &user));
        assert!(matches!(refused, Err(StoreError::InUse(_))), "{}", database.engine);
        assert!(matches!(store.write(|c| users::disable(c, first, Some(now()))), Err(StoreError::InUse(_))));
        store.write(|c| users::create(c, &person("b@example.com", Role::Admin), now())).expect("added");
        store.write(|c| users::disable(c, first, Some(now()))).expect("another admin is left");
    }
}

#[test]
fn sessions_end_by_themselves_and_by_hand() {
    for (store, database) in stores() {
        let user =
            store.write(|c| users::create(c, &person("a@example.com", Role::Rep), now())).expect("added");
        let begin = |token: &str, minutes: i64| NewSession {
            user,
            token_sha256: token.to_owned(),
            csrf_token: "csrf".to_owned(),
            created_at: now(),
            expires_at: now() + TimeDelta::minutes(minutes),
            user_agent: "browser".to_owned(),
        };
        let short = store.write(|c| sessions::create(c, &begin("short", 5))).expect("begun");
        store.write(|c| sessions::create(c, &begin("long", 50))).expect("begun");
        let later = now() + TimeDelta::minutes(10);
        store.write(|c| sessions::touch(c, short, later)).expect("touched");
        let seen = store.read(|c| sessions::by_token(c, "short")).expect("read").expect("there");
        assert_eq!((seen.user, seen.last_seen_at), (user, later));
        assert_eq!(store.write(|c| sessions::delete_expired(c, later)).expect("swept"), 1);
        assert!(
            store.read(|c| sessions::by_token(c, "short")).expect("read").is_none(),
            "{}",
            database.engine
        );
        assert_eq!(store.write(|c| sessions::delete_of_user(c, user)).expect("ended"), 1);
        assert!(store.read(|c| sessions::list_of_user(c, user)).expect("read").is_empty());
    }
}

#[test]
fn keys_are_found_by_hash_and_stay_revoked() {
    for (store, _database) in stores() {
        let owner =
            store.write(|c| users::create(c, &person("a@example.com", Role::Admin), now())).expect("added");
        let key = NewKey {
            owner,
            name: "ERP".to_owned(),
            prefix: "bw_abc".to_owned(),
            sha256: "hash".to_owned(),
            role: Role::Leadership,
            scopes: vec!["accounts".to_owned(), "imports".to_owned()],
            expires_at: None,
        };
        let id = store.write(|c| keys::create(c, &key, now())).expect("stored");
        store.write(|c| keys::revoke(c, id, now())).expect("revoked");
        let found = store.read(|c| keys::by_sha256(c, "hash")).expect("read").expect("there");
        assert_eq!((found.scopes.len(), found.revoked_at), (2, Some(now())));
        assert!(matches!(store.write(|c| keys::revoke(c, KeyId(77), now())), Err(StoreError::NotFound)));
        assert_eq!(store.read(|c| keys::list(c, Some(owner))).expect("read").len(), 1);
    }
}

#[test]
fn settings_are_kept_and_the_secret_is_made_once() {
    for (store, database) in stores() {
        let mut settings = store.read(settings::get).expect("there from the start");
        settings.time_zone = "America/Denver".to_owned();
        settings.covers_up_to = Some(date(31));
        settings.extra = serde_json::json!({"grace_days": 3});
        store.write(|c| settings::update(c, &settings)).expect("stored");
        assert_eq!(store.read(settings::get).expect("there"), settings, "{}", database.engine);
        let secret = |text: &'static str| store.write(|c| settings::instance_secret(c, || text.to_owned()));
        assert_eq!(
            (secret("one").expect("made"), secret("two").expect("kept")),
            ("one".to_owned(), "one".to_owned())
        );
    }
}

/// Three accounts: of rep North (region North), of rep South in region North, and of nobody.
fn fill(store: &Store) {
    let new = imports::NewImport {
        file_name: "accounts.csv".to_owned(),
        kind: ImportKind::Accounts,
        mapping: serde_json::json!({}),
        source: "csv".to_owned(),
        bytes_total: 0,
        covers_up_to: None,
        user: None,
    };
    let account = |key: &str, rep: Option<&str>, region: Option<&str>| AccountRecord {
        key: key.to_owned(),
        attributes: AccountAttributes {
            rep_name: rep.map(str::to_owned),
            region: region.map(str::to_owned),
            ..AccountAttributes::default()
        },
        ..AccountRecord::default()
    };
    let purchase = |key: &str| PurchaseRecord {
        account_key: key.to_owned(),
        account_name: None,
        order_key: "1".to_owned(),
        placed_on: date(31),
        placed_at: None,
        status: None,
        product_key: "P".to_owned(),
        product_name: None,
        category: None,
        subcategory: None,
        quantity_milli: 1_000,
        amount_cents: 100,
        cost_cents: None,
        line_key: None,
        started_by: None,
        started_by_phone: None,
        credits_order: None,
        backordered_milli: None,
        account: AccountAttributes::default(),
    };
    store
        .write(|c| {
            let id = imports::start(c, &new, now())?;
            let mut writer = ImportWriter::begin(c, id, ImportKind::Reps, "csv", now())?;
            let rep = |name: &str, region: &str| bellwether_store::records::RepRecord {
                name: Some(name.to_owned()),
                region: Some(region.to_owned()),
                ..Default::default()
            };
            writer.write_reps(&[rep("North rep", "North"), rep("South rep", "South")])?;
            writer.finish()?;
            let mut writer = ImportWriter::begin(c, id, ImportKind::Purchases, "csv", now())?;
            writer.write_accounts(&[
                account("by-rep", Some("North rep"), None),
                account("by-region", Some("South rep"), Some("North")),
                account("of-nobody", None, None),
            ])?;
            writer.write_purchases(&[purchase("by-rep"), purchase("by-region"), purchase("of-nobody")])?;
            writer.finish()
        })
        .expect("filled");
}

fn region(store: &Store, name: &str) -> RegionId {
    store
        .read(|c| regions::list(c, &Scope::All))
        .expect("read")
        .into_iter()
        .find(|region| region.name == name)
        .expect("the region is there")
        .id
}

fn rep(store: &Store, name: &str) -> RepId {
    let all = store.read(|c| reps::list(c, &Scope::All)).expect("read");
    all.into_iter().find(|rep| rep.name == name).expect("the rep is there").id
}

#[test]
fn every_query_about_accounts_keeps_to_the_scope() {
    for (store, database) in stores() {
        fill(&store);
        let ids = [AccountId(1), AccountId(2), AccountId(3)];
        let cases = [
            (Scope::All, vec!["by-rep", "by-region", "of-nobody"]),
            (Scope::Regions(vec![region(&store, "North")]), vec!["by-rep", "by-region"]),
            (Scope::Regions(vec![region(&store, "South")]), vec![]),
            (Scope::Regions(Vec::new()), vec![]),
            (Scope::Rep(rep(&store, "South rep")), vec!["by-region"]),
            (Scope::Nothing, vec![]),
        ];
        for (scope, expected) in cases {
            let seen = store.read(|c| accounts::list(c, &scope, &ids)).expect("read");
            let names: Vec<&str> = seen.iter().map(|account| account.external_id.as_str()).collect();
            assert_eq!(names, expected, "{}: {scope:?}", database.engine);
            for account in &seen {
                assert!(scope.contains(account.rep, account.region), "the same as the scope in memory");
            }
            for id in ids {
                let inside = seen.iter().any(|account| account.id == id);
                assert_eq!(store.read(|c| accounts::find(c, &scope, id)).is_ok(), inside);
                let own = store.read(|c| orders::of_account(c, &scope, id, None, 10)).expect("read");
                assert_eq!(own.len(), usize::from(inside));
                let order =
                    store.read(|c| orders::of_account(c, &Scope::All, id, None, 1)).expect("read")[0].id;
                let found = store.read(|c| orders::find(c, &scope, order));
                match found {
                    Ok((order, lines)) => assert!(inside && order.account == id && lines.len() == 1),
                    Err(error) => assert!(!inside && matches!(error, StoreError::NotFound)),
                }
                assert!(store.read(|c| contacts::of_account(c, &scope, id)).expect("read").is_empty());
                assert!(store.read(|c| scores::find(c, &scope, id)).expect("read").is_none());
            }
        }
        let manager = Scope::Regions(vec![region(&store, "North")]);
        let visible = store.read(|c| reps::list(c, &manager)).expect("read");
        assert_eq!(visible.len(), 1);
        assert_eq!(store.read(|c| reps::list(c, &Scope::Nothing)).expect("read"), []);
    }
}
