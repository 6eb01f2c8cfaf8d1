//! Alerts, what happened to them, what people said about them, and closures.

use crate::stage::{date, import, now, row, start, stores};
use bellwether_core::alert::{
    AlertKind, AlertState, AlertTier, Confidence, DismissReason, Evidence, Ground, ItemEvidence,
    OverdueEvidence, PatternEvidence,
};
use bellwether_core::import::ImportKind;
use bellwether_core::{
    AccountId, AlertId, InvoiceId, OrderId, Period, Probability, ProductId, RepId, Scope, Segment, UserId,
};
use bellwether_store::alerts::{self, AlertCursor, AlertFilter, AlertRecord, NewAlert, NewEvent, Verdict};
use bellwether_store::changes::{self, ChangeKind};
use bellwether_store::closures::{self, NewClosure};
use bellwether_store::ledger_feed::Accounts;
use bellwether_store::records::AccountRecord;
use bellwether_store::{ImportWriter, Store, StoreError};
use chrono::TimeDelta;

/// Four accounts: the first two of one rep, the third of another, the fourth of nobody.
fn stage(store: &Store) -> (Vec<AccountId>, Vec<RepId>) {
    let reps = [Some("Rep One"), Some("Rep One"), Some("Rep Two"), None];
    let rows: Vec<_> = reps
        .into_iter()
        .enumerate()
        .map(|(n, rep)| {
            let mut row = row(&format!("A{n}"), &format!("{n}"), "P1", 1, 100);
            row.account.rep_name = rep.map(str::to_owned);
            row
        })
        .collect();
    import(store, &rows);
    let mut found = Vec::new();
    store
        .read(|c| {
            bellwether_store::ledger_feed::load_accounts(c, Accounts::All, |account| {
                found.push((account.external_id, account.id, account.rep));
            })
        })
        .expect("loaded");
    found.sort();
    let reps = [found[0].2, found[2].2].map(|rep| rep.expect("it has one")).to_vec();
    (found.into_iter().map(|(_, id, _)| id).collect(), reps)
}

fn pattern(elapsed_days: i64) -> Evidence {
    Evidence::PatternRisk(PatternEvidence {
        last_order: date(1),
        elapsed_days,
        segment: Segment::AtRisk,
        churn_risk: Probability::clamped(0.25),
    })
}

fn lost(product: i64) -> Evidence {
    Evidence::LostItem(ItemEvidence {
        product: ProductId(product),
        last_bought: date(1),
        days_since: 30,
        biggest_gap_days: 7,
        rate: 1.1,
        missed: 4,
        orders: 12,
        orders_with_item: 6,
        is_in_draft: false,
        replaced_by: None,
        next_season: None,
        lost_probability: None,
        backordered_on: None,
        is_fading: false,
    })
}

fn new(account: AccountId, value_cents: i64, evidence: Evidence) -> NewAlert {
    NewAlert {
        account,
        tier: AlertTier::AtRisk,
        confidence: Confidence::Medium,
        rule_version: 2,
        opened_on: date(31),
        as_of: date(31),
        value_cents,
        grounds: [Ground::Order(OrderId(7))].into(),
        evidence,
    }
}

fn open(store: &Store, new: &[NewAlert]) -> Vec<AlertId> {
    store.write(|c| alerts::insert(c, new, now())).expect("opened")
}

#[test]
fn an_alert_comes_back_with_all_it_was_given_and_all_that_became_of_it() {
    for (store, database) in stores() {
        let (accounts, _) = stage(&store);
        let ids = open(&store, &[new(accounts[0], 500, pattern(40)), new(accounts[1], 900, lost(3))]);
        let find = |id| store.read(|c| alerts::find(c, &Scope::All, id)).expect("there");
        let mut alert = find(ids[1]);
        assert_eq!((alert.kind, alert.product), (AlertKind::LostItem, Some(ProductId(3))));
        assert_eq!((alert.state, alert.tier, alert.rule_version), (AlertState::Open, AlertTier::AtRisk, 2));
        assert_eq!(alert.evidence, lost(3), "{}", database.engine);
        alert.state = AlertState::Dismissed;
        alert.dismiss_reason = Some(DismissReason::TooSmall);
        alert.outcome = Some("not worth it".to_owned());
        alert.was_right = Some(true);
        alert.tier = AlertTier::Critical;
        alert.snoozed_until = Some(date(30));
        alert.grounds.insert(Ground::Order(OrderId(8)));
        store.write(|c| alerts::update(c, std::slice::from_ref(&alert))).expect("stored");
        assert_eq!(find(ids[1]), alert, "{}", database.engine);
        assert_eq!(find(ids[0]).state, AlertState::Open, "{}: another one changed", database.engine);
    }
}

#[test]
fn an_alert_that_is_gone_does_not_return_by_an_update() {
    for (store, database) in stores() {
        let (accounts, _) = stage(&store);
        let id = open(&store, &[new(accounts[0], 500, pattern(40))])[0];
        let mut alert = store.read(|c| alerts::find(c, &Scope::All, id)).expect("there");
        alert.id = AlertId(id.0 + 1);
        store.write(|c| alerts::update(c, &[alert.clone()])).expect("no failure");
        let absent = store.read(|c| alerts::find(c, &Scope::All, alert.id));
        assert!(matches!(absent, Err(StoreError::NotFound)), "{}", database.engine);
    }
}

#[test]
fn the_rules_see_live_alerts_and_those_that_may_not_return_and_none_that_were_resolved() {
    for (store, database) in stores() {
        let (accounts, _) = stage(&store);
        let states = AlertState::ALL;
        let ids = open(&store, &states.map(|_| new(accounts[0], 1, pattern(1))));
        let mut records: Vec<_> =
            ids.iter().map(|id| store.read(|c| alerts::find(c, &Scope::All, *id)).expect("there")).collect();
        for (record, state) in records.iter_mut().zip(states) {
            record.state = state;
        }
        store.write(|c| alerts::update(c, &records)).expect("stored");
        let seen: Vec<AlertState> = store
            .read(|c| alerts::of_accounts(c, &accounts))
            .expect("read")
            .into_iter()
            .map(|alert| alert.state)
            .collect();
        use AlertState::{Dismissed, Expired, Open, Seen, Snoozed, Worked};
        assert_eq!(seen, [Open, Seen, Worked, Snoozed, Dismissed, Expired], "{}", database.engine);
        let mut all = 0;
        store.read(|c| alerts::load(c, Accounts::All, |_| all += 1)).expect("read");
        assert_eq!(all, 6, "{}", database.engine);
        assert_eq!(store.read(|c| alerts::of_accounts(c, &accounts[1..])).expect("read"), []);
        let live = store.read(|c| alerts::live_of(c, &Scope::All, &accounts)).expect("read");
        assert_eq!(live.len(), 4, "{}: a dismissed alert is not live", database.engine);
    }
}

#[test]
fn nobody_sees_alerts_of_foreign_accounts() {
    for (store, database) in stores() {
        let (accounts, reps) = stage(&store);
        let new: Vec<_> = accounts.iter().map(|account| new(*account, 100, pattern(9))).collect();
        let ids = open(&store, &new);
        let scopes =
            [(Scope::All, 4), (Scope::Rep(reps[0]), 2), (Scope::Rep(reps[1]), 1), (Scope::Nothing, 0)];
        for (scope, expected) in scopes {
            let engine = database.engine;
            let filter = AlertFilter::default();
            let page = store.read(|c| alerts::page(c, &scope, &filter, None, 10)).expect("read");
            assert_eq!((page.alerts.len(), page.total), (expected, expected as u64), "{engine} {scope:?}");
            let full = store.read(|c| alerts::live_of(c, &scope, &accounts)).expect("read");
            assert_eq!(full.len(), expected, "{engine} {scope:?}");
        }
        let foreign = store.read(|c| alerts::find(c, &Scope::Rep(reps[1]), ids[0]));
        assert!(matches!(foreign, Err(StoreError::NotFound)), "{}", database.engine);
        let of_another = AlertFilter { rep: Some(reps[0]), ..AlertFilter::default() };
        let narrowed = store.read(|c| alerts::page(c, &Scope::Rep(reps[1]), &of_another, None, 10));
        assert_eq!(
            narrowed.expect("read").total,
            0,
            "{}: another rep's filter opens nothing",
            database.engine
        );
        let light = |wanted| store.read(|c| alerts::live_alerts(c, wanted)).expect("read");
        let ids: Vec<i64> = accounts.iter().map(|account| account.0).collect();
        assert_eq!(light(Accounts::All).len(), 4, "{}", database.engine);
        assert_eq!(light(Accounts::Only(&ids)), light(Accounts::All), "{}", database.engine);
        assert_eq!(light(Accounts::Only(&ids[..1])).len(), 1, "{}", database.engine);
    }
}

#[test]
fn of_some_alerts_those_come_that_are_live_and_inside_the_scope_in_the_sequence_asked_for() {
    for (store, database) in stores() {
        let (accounts, reps) = stage(&store);
        let new: Vec<_> = accounts.iter().map(|account| new(*account, 100, pattern(9))).collect();
        let ids = open(&store, &new);
        let mut ended = store.read(|c| alerts::find(c, &Scope::All, ids[1])).expect("there");
        ended.state = AlertState::Dismissed;
        store.write(|c| alerts::update(c, &[ended])).expect("stored");
        let asked = [ids[3], ids[1], ids[0], ids[2]];
        let among = |scope| {
            let found = store.read(|c| alerts::live_among(c, &scope, &asked)).expect("read");
            found.into_iter().map(|alert| alert.id).collect::<Vec<_>>()
        };
        assert_eq!(among(Scope::All), [ids[3], ids[0], ids[2]], "{}", database.engine);
        assert_eq!(among(Scope::Rep(reps[0])), [ids[0]], "{}", database.engine);
        assert_eq!(among(Scope::Nothing), [], "{}", database.engine);
    }
}

#[test]
fn pages_of_any_size_give_every_alert_once_the_most_money_first() {
    for (store, database) in stores() {
        let (accounts, _) = stage(&store);
        let values = [300, 500, 300, 300, 100, 500, 0];
        open(&store, &values.map(|value| new(accounts[0], value, lost(value + 1))));
        let whole: Vec<AlertId> = walk(&store, 100);
        assert_eq!(whole.len(), values.len(), "{}", database.engine);
        for limit in 1..=values.len() {
            assert_eq!(walk(&store, u32::try_from(limit).expect("few")), whole, "{}", database.engine);
        }
        let only = AlertFilter { kind: Some(AlertKind::Overdue), ..AlertFilter::default() };
        let none = store.read(|c| alerts::page(c, &Scope::All, &only, None, 10)).expect("read");
        assert_eq!((none.total, none.next), (0, None), "{}", database.engine);
    }
}

fn walk(store: &Store, limit: u32) -> Vec<AlertId> {
    let (mut ids, mut values, mut after) = (Vec::new(), Vec::new(), None::<AlertCursor>);
    loop {
        let page = store
            .read(|c| alerts::page(c, &Scope::All, &AlertFilter::default(), after, limit))
            .expect("read");
        ids.extend(page.alerts.iter().map(|alert| alert.id));
        values.extend(page.alerts.iter().map(|alert| alert.value_cents));
        after = page.next;
        if after.is_none() {
            assert!(values.is_sorted_by(|left, right| left >= right), "{values:?}");
            return ids;
        }
    }
}

fn owed() -> Evidence {
    Evidence::Overdue(OverdueEvidence {
        invoices: vec![InvoiceId(4)],
        oldest_due: date(1),
        oldest_days: 30,
        disputed: 0,
        on_bill_to: None,
        amounts: None,
    })
}

#[test]
fn what_is_owed_stands_last_for_those_who_may_not_see_it_and_its_cursor_tells_nothing() {
    for (store, database) in stores() {
        let (accounts, _) = stage(&store);
        let of = |value, evidence| new(accounts[0], value, evidence);
        let ids = open(&store, &[of(500, lost(1)), of(900, owed()), of(700, owed()), of(100, lost(2))]);
        for (hides_debts, expected, values) in [
            (false, [ids[1], ids[2], ids[0], ids[3]], [900, 700, 500]),
            (true, [ids[0], ids[3], ids[1], ids[2]], [500, 100, 0]),
        ] {
            let filter = AlertFilter { hides_debts, ..AlertFilter::default() };
            let (mut found, mut told, mut after) = (Vec::new(), Vec::new(), None);
            loop {
                let page = store.read(|c| alerts::page(c, &Scope::All, &filter, after, 1)).expect("read");
                found.extend(page.alerts.iter().map(|alert| alert.id));
                after = page.next;
                let Some(next) = after else { break };
                told.push(next.value_cents);
            }
            assert_eq!(
                (found.as_slice(), told.as_slice()),
                (&expected[..], &values[..]),
                "{}",
                database.engine
            );
        }
    }
}

#[test]
fn a_filter_by_rule_tier_state_account_and_rep_finds_just_those() {
    for (store, database) in stores() {
        let (accounts, reps) = stage(&store);
        let mut critical = new(accounts[2], 7, lost(1));
        critical.tier = AlertTier::Critical;
        let ids = open(&store, &[new(accounts[0], 5, pattern(9)), critical, new(accounts[1], 6, lost(2))]);
        let none = AlertFilter::default();
        let cases = [
            (AlertFilter { account: Some(accounts[0]), ..none }, vec![ids[0]]),
            (AlertFilter { rep: Some(reps[1]), ..none }, vec![ids[1]]),
            (AlertFilter { kind: Some(AlertKind::LostItem), ..none }, vec![ids[1], ids[2]]),
            (AlertFilter { tier: Some(AlertTier::Critical), ..none }, vec![ids[1]]),
            (AlertFilter { state: Some(AlertState::Seen), ..none }, vec![]),
            (AlertFilter { state: Some(AlertState::Open), ..none }, vec![ids[1], ids[2], ids[0]]),
        ];
        for (filter, expected) in cases {
            let page = store.read(|c| alerts::page(c, &Scope::All, &filter, None, 10)).expect("read");
            let found: Vec<AlertId> = page.alerts.iter().map(|alert| alert.id).collect();
            assert_eq!(found, expected, "{} {filter:?}", database.engine);
        }
    }
}

#[test]
fn what_happened_to_an_alert_is_told_in_order_and_only_inside_the_scope() {
    for (store, database) in stores() {
        let (accounts, reps) = stage(&store);
        let id = open(&store, &[new(accounts[0], 5, pattern(9))])[0];
        let event = |what: &str, user: Option<UserId>| NewEvent {
            alert: id,
            account: accounts[0],
            user,
            author: user.map_or_else(String::new, |_| "Somebody".to_owned()),
            what: what.to_owned(),
            detail: String::new(),
        };
        store.write(|c| alerts::add_events(c, &[event("opened", None)], now())).expect("noted");
        let later = now() + TimeDelta::minutes(1);
        store.write(|c| alerts::add_events(c, &[event("seen", Some(UserId(1)))], later)).expect("noted");
        let told = store.read(|c| alerts::events(c, &Scope::Rep(reps[0]), id)).expect("read");
        let words: Vec<&str> = told.iter().map(|event| event.what.as_str()).collect();
        assert_eq!(words, ["opened", "seen"], "{}", database.engine);
        assert_eq!((told[1].at, told[1].user), (later, Some(UserId(1))), "{}", database.engine);
        assert_eq!(store.read(|c| alerts::events(c, &Scope::Rep(reps[1]), id)).expect("read"), []);
    }
}

fn rise(alert: AlertId, account: AccountId, what: &str, tier: AlertTier) -> NewEvent {
    let (author, what) = (String::new(), what.to_owned());
    NewEvent { alert, account, user: None, author, what, detail: alerts::urgency(tier) }
}

#[test]
fn when_an_alert_rose_last_is_found_whatever_else_happened_to_it() {
    for (store, database) in stores() {
        let (accounts, _) = stage(&store);
        let ids = open(&store, &[new(accounts[0], 5, pattern(9)), new(accounts[1], 5, pattern(9))]);
        let note = |what: &str, minutes: i64| {
            let event = rise(ids[0], accounts[0], what, AlertTier::AtRisk);
            let at = now() + TimeDelta::minutes(minutes);
            store.write(|c| alerts::add_events(c, &[event], at)).expect("noted");
            at
        };
        note(alerts::OPENED, 0);
        let rose = note(alerts::ROSE, 5);
        note("seen", 9);
        let found = store.read(|c| alerts::last_rises(c, &ids)).expect("read");
        assert_eq!(found, [(ids[0], rose)].into(), "{}", database.engine);
    }
}

#[test]
fn an_alert_that_was_urgent_once_stays_among_those_raised_and_one_that_never_was_does_not() {
    for (store, database) in stores() {
        let (accounts, _) = stage(&store);
        let watched = NewAlert { tier: AlertTier::Watch, ..new(accounts[0], 5, pattern(9)) };
        let ids = open(&store, &[watched.clone(), watched.clone(), watched]);
        let events = [
            rise(ids[0], accounts[0], alerts::OPENED, AlertTier::AtRisk),
            rise(ids[1], accounts[0], alerts::OPENED, AlertTier::Watch),
            rise(ids[2], accounts[0], alerts::OPENED, AlertTier::Watch),
            rise(ids[2], accounts[0], alerts::ROSE, AlertTier::Critical),
        ];
        store.write(|c| alerts::add_events(c, &events, now())).expect("noted");
        let period = Period { from: date(31), until: date(31) + TimeDelta::days(1) };
        let live = store.read(|c| alerts::live_alerts(c, Accounts::All)).expect("read");
        let shown: Vec<AlertId> = live.iter().filter(|alert| alert.was_shown).map(|alert| alert.id).collect();
        assert_eq!(shown, [ids[0], ids[2]], "{}", database.engine);
        let of_account = store
            .read(|c| {
                let listed = alerts::raised_for(c, &Scope::All, accounts[0], None, 9)?;
                Ok((listed, alerts::count_raised_for(c, &Scope::All, accounts[0])?))
            })
            .expect("read");
        let listed: Vec<AlertId> = of_account.0.iter().map(|alert| alert.id).collect();
        assert_eq!((listed, of_account.1), (vec![ids[2], ids[0]], 2), "{}", database.engine);
        let dismissed = |id: &AlertId| {
            let alert = store.read(|c| alerts::find(c, &Scope::All, *id)).expect("there");
            AlertRecord { state: AlertState::Dismissed, ..alert }
        };
        let changed: Vec<_> = ids.iter().take(2).map(dismissed).collect();
        store.write(|c| alerts::update(c, &changed)).expect("stored");
        let ended = |scope: Scope, period: Period| -> Vec<AlertId> {
            let ended = store.read(|c| alerts::ended_of(c, &scope, None, period)).expect("read");
            ended.iter().map(|alert| alert.id).collect()
        };
        assert_eq!(ended(Scope::All, period), [ids[0]], "{}", database.engine);
        assert_eq!(ended(Scope::Nothing, period), [], "{}", database.engine);
        let before = Period { from: date(1), until: period.from };
        assert_eq!(ended(Scope::All, before), [], "{}", database.engine);
    }
}

fn verdict(alert: AlertId, account: AccountId, was_right: bool, days: i32) -> Verdict {
    Verdict {
        alert,
        account,
        kind: AlertKind::PatternRisk,
        tier: AlertTier::AtRisk,
        was_right,
        silence_days: Some(days),
        evidence: pattern(i64::from(days)),
        user: Some(UserId(1)),
        author: "Somebody".to_owned(),
        at: now(),
    }
}

#[test]
fn the_longest_silence_called_normal_counts_until_the_answer_is_changed_or_a_year_old() {
    for (store, database) in stores() {
        let (accounts, reps) = stage(&store);
        let first = new(accounts[0], 5, pattern(9));
        let ids = open(&store, &[first.clone(), first, new(accounts[2], 5, pattern(9))]);
        let say = |verdict: &Verdict| store.write(|c| alerts::record_verdict(c, verdict)).expect("stored");
        let excused = |accounts: Accounts, since| {
            store.read(|c| alerts::excused_silences(c, accounts, since)).expect("read")
        };
        let year_ago = now() - TimeDelta::days(365);
        say(&verdict(ids[0], accounts[0], false, 41));
        say(&verdict(ids[1], accounts[0], false, 55));
        say(&verdict(ids[2], accounts[2], true, 90));
        let all = excused(Accounts::All, year_ago);
        assert_eq!(all, [(accounts[0], 55)].into(), "{}", database.engine);
        assert_eq!(excused(Accounts::Only(&[accounts[0].0]), year_ago), all, "{}", database.engine);
        assert!(excused(Accounts::Only(&[accounts[2].0]), year_ago).is_empty());
        assert!(excused(Accounts::All, now() + TimeDelta::seconds(1)).is_empty(), "{}", database.engine);
        say(&verdict(ids[1], accounts[0], true, 55));
        assert_eq!(excused(Accounts::All, year_ago), [(accounts[0], 41)].into(), "{}", database.engine);
        let alert = store.read(|c| alerts::find(c, &Scope::All, ids[1])).expect("there");
        assert_eq!(alert.was_right, Some(true), "{}", database.engine);
        let kept = store.read(|c| alerts::verdicts(c, &Scope::Rep(reps[0]))).expect("read");
        assert_eq!(kept.len(), 2, "{}: one answer an alert", database.engine);
        assert_eq!(kept[0], verdict(ids[0], accounts[0], false, 41));
        store.write(|c| alerts::forget_verdict(c, ids[0])).expect("taken back");
        assert!(excused(Accounts::All, year_ago).is_empty(), "{}", database.engine);
    }
}

#[test]
fn fifty_thousand_alerts_are_opened_changed_and_read_at_once() {
    for (store, database) in stores() {
        let id = start(&store, ImportKind::Accounts);
        let records: Vec<AccountRecord> =
            (0..50_000).map(|n| AccountRecord { key: format!("A{n}"), ..AccountRecord::default() }).collect();
        let accounts: Vec<AccountId> = store
            .write(|c| {
                let mut writer = ImportWriter::begin(c, id, ImportKind::Accounts, "csv", now())?;
                writer.write_accounts(&records)?;
                Ok(writer.finish()?.touched_accounts.into_iter().map(AccountId).collect())
            })
            .expect("imported");
        let many: Vec<NewAlert> =
            (0..).zip(&accounts).map(|(n, account)| new(*account, n % 997, pattern(n))).collect();
        let started = std::time::Instant::now();
        let ids = open(&store, &many);
        assert_eq!(ids.len(), 50_000, "{}", database.engine);
        let opened = started.elapsed();
        let events: Vec<NewEvent> = ids
            .iter()
            .zip(&accounts)
            .map(|(alert, account)| NewEvent {
                alert: *alert,
                account: *account,
                user: None,
                author: String::new(),
                what: "opened".to_owned(),
                detail: String::new(),
            })
            .collect();
        store.write(|c| alerts::add_events(c, &events, now())).expect("noted");
        let noted = started.elapsed();
        store
            .write(|c| {
                let mut all = Vec::new();
                alerts::load(c, Accounts::All, |alert| all.push(alert))?;
                for alert in &mut all {
                    alert.tier = AlertTier::Critical;
                }
                alerts::update(c, &all)
            })
            .expect("changed");
        let changed = started.elapsed();
        let filter = AlertFilter::default();
        let page = store.read(|c| alerts::page(c, &Scope::All, &filter, None, 50)).expect("read");
        assert_eq!((page.total, page.alerts[0].value_cents), (50_000, 996), "{}", database.engine);
        let paged = started.elapsed();
        let live = store.read(|c| alerts::live_alerts(c, Accounts::All)).expect("read");
        assert_eq!(live.len(), 50_000, "{}", database.engine);
        let listed = started.elapsed();
        eprintln!(
            "{}: opened {opened:?}, noted {:?}, changed {:?}, paged {:?}, listed {:?}",
            database.engine,
            noted - opened,
            changed - noted,
            paged - changed,
            listed - paged
        );
    }
}

#[test]
fn a_closure_is_noted_told_to_others_and_taken_back() {
    for (store, database) in stores() {
        let (accounts, reps) = stage(&store);
        let own = Scope::Rep(reps[0]);
        let closure = NewClosure {
            account: accounts[0],
            from: date(10),
            until: date(20),
            note: "Rebuilding".to_owned(),
            author: "Somebody".to_owned(),
        };
        let seq = store.read(changes::latest).expect("read");
        let id = store.write(|c| closures::add(c, &own, &closure, now())).expect("noted");
        let told = store.read(|c| changes::after(c, seq, 10)).expect("read");
        assert_eq!(told[0].kind, ChangeKind::Account(accounts[0]), "{}", database.engine);
        let listed = store.read(|c| closures::list(c, &own, accounts[0])).expect("read");
        assert_eq!(listed.len(), 1, "{}", database.engine);
        assert_eq!((listed[0].id, listed[0].from, listed[0].until), (id, date(10), date(20)));
        for accounts in [Accounts::All, Accounts::Only(&[accounts[0].0])] {
            assert_eq!(store.read(|c| closures::load(c, accounts)).expect("read"), listed);
        }
        assert!(
            store.read(|c| closures::load(c, Accounts::Only(&[accounts[1].0]))).expect("read").is_empty()
        );
        let foreign = Scope::Rep(reps[1]);
        assert_eq!(store.read(|c| closures::list(c, &foreign, accounts[0])).expect("read"), []);
        let refused = store.write(|c| closures::add(c, &foreign, &closure, now()));
        assert!(matches!(refused, Err(StoreError::NotFound)), "{}", database.engine);
        let remove = |scope: &Scope| store.write(|c| closures::remove(c, scope, id, now()));
        assert!(matches!(remove(&foreign), Err(StoreError::NotFound)), "{}", database.engine);
        remove(&own).expect("taken back");
        assert!(matches!(remove(&own), Err(StoreError::NotFound)), "{}: it is gone", database.engine);
        assert!(store.read(|c| closures::load(c, Accounts::All)).expect("read").is_empty());
        let backwards = NewClosure { until: date(10), ..closure };
        let refused = store.write(|c| closures::add(c, &own, &backwards, now()));
        assert!(matches!(refused, Err(StoreError::Invalid(_))), "{}", database.engine);
    }
}
