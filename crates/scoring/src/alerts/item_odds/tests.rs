use crate::alerts::tests::{Placed, Stage, holding, on, order, product_id, settings};
use crate::alerts::{AccountFacts, AlertBook, AlertSettings, Case, Finding, LapsedItems, LostItem};
use bellwether_core::Probability;
use bellwether_core::alert::{AlertTier, Evidence, ItemEvidence};
use bellwether_ledger::{Day, DayRange, Snapshot};

const ACCOUNTS: u32 = 120;
/// Orders are placed every week, so many weeks long.
const WEEKS: i32 = 150;
/// What an account buys as long as everybody buys it.
const SHARED: u32 = 8;

fn as_of() -> Day {
    on(2026, 5, 18)
}

fn week(number: i32) -> Day {
    as_of() - 7 * (WEEKS - 1 - number)
}

/// Any number for an account and an item, the same every time.
fn any(account: u32, item: u32, below: u32) -> i32 {
    let mixed = (account * 7919 + item * 104_729 + 17).wrapping_mul(2_654_435_761) >> 8;
    i32::try_from(mixed % below).expect("small")
}

/// Whether an account buys an item in a week: every second one, but one item in five is given up some day and
/// three pause for eleven weeks once.
fn is_bought(account: u32, item: u32, week: i32) -> bool {
    let turn = 60 + any(account, item, 88);
    let is_kept = match any(account, item + 100, 5) {
        0 => true,
        1 => week < turn,
        _ => !(turn..turn + 11).contains(&week),
    };
    is_kept && week % 2 == 0
}

/// Weekly orders, each of what is asked for.
fn weekly(items: impl Fn(i32) -> Vec<u32>) -> Vec<Placed> {
    (0..WEEKS).map(|number| holding(week(number), &items(number))).collect()
}

/// Accounts that give items up and pause with them, and one more with what is asked for.
fn book(besides: Vec<Placed>, shared_until: i32) -> Stage {
    let items = |account: u32, number: i32| {
        let own = (1..8).filter(move |item| is_bought(account, *item, number));
        let shared = (number % 2 == 0 && number <= shared_until).then_some(SHARED);
        [0].into_iter().chain(own).chain(shared).collect::<Vec<u32>>()
    };
    let mut accounts = vec![besides];
    accounts.extend((0..ACCOUNTS).map(|account| weekly(|number| items(account, number))));
    Stage { accounts, ..Stage::default() }
}

/// Weekly orders with an item every second week up to one.
fn until(item: u32, last: i32) -> Vec<Placed> {
    weekly(|number| if number % 2 == 0 && number <= last { vec![0, item] } else { vec![0] })
}

fn learnt(snapshot: &Snapshot) -> AlertBook {
    AlertBook::learn(snapshot, as_of(), settings())
}

/// What is said of an item of the first account.
fn said(besides: Vec<Placed>, item: u32) -> Option<Probability> {
    let snapshot = book(besides, WEEKS).snapshot();
    let book = learnt(&snapshot);
    let facts = AccountFacts::default();
    let case = Case::new(&book, &snapshot, 0, &facts).expect("an account");
    book.item_odds.as_ref().expect("many items went missing").of(&case, item)
}

fn item_of(finding: &Finding) -> Option<&ItemEvidence> {
    match &finding.evidence {
        Evidence::LostItem(item) | Evidence::LapsedItem(item) => Some(item),
        _ => None,
    }
}

fn listed(book: &AlertBook, snapshot: &Snapshot) -> Vec<LostItem> {
    book.probably_lost(snapshot, |_| AccountFacts::default()).expect("the past sets a bar").items
}

#[test]
fn the_longer_an_item_is_missing_the_likelier_it_is_lost() {
    let absences = [10, 14, 18, 22].map(|weeks| said(until(1, WEEKS - 1 - weeks), 1).expect("missing"));
    assert!(absences.windows(2).all(|pair| pair[0] < pair[1]), "{absences:?}");
    assert!(absences[0].get() < 0.9 && absences[3].get() > 0.6, "{absences:?}");
}

#[test]
fn a_discontinued_item_is_not_called_lost_and_the_same_item_of_one_account_alone_is() {
    let last = WEEKS - 1 - 15;
    let of_first = |shared_until: i32| {
        let snapshot = book(until(SHARED, last), shared_until).snapshot();
        let book = learnt(&snapshot);
        let lost: Vec<LostItem> =
            listed(&book, &snapshot).into_iter().filter(|lost| lost.place == 0).collect();
        let bar = book.lost_bar().expect("the past sets a bar");
        let facts = AccountFacts::default();
        let case = Case::new(&book, &snapshot, 0, &facts).expect("an account");
        let odds = book.item_odds.as_ref().expect("many items went missing");
        assert!(odds.of(&case, SHARED).is_some_and(|said| said >= bar.threshold), "it does stay away");
        lost
    };
    let alone = of_first(WEEKS);
    assert_eq!(alone.iter().map(|lost| lost.evidence.product).collect::<Vec<_>>(), [product_id(8)]);
    assert!(!alone[0].evidence.is_fading);
    assert_eq!(of_first(last), []);
}

#[test]
fn an_alert_about_an_item_that_everybody_stops_buying_is_only_watched() {
    let of_first = |shared_until: i32| {
        let last = WEEKS - 1 - 8;
        let snapshot =
            book(weekly(|week| if week <= last { vec![0, SHARED] } else { vec![0] }), shared_until);
        let snapshot = snapshot.snapshot();
        let found = learnt(&snapshot).findings(&snapshot, 0, &AccountFacts::default());
        let finding =
            found.iter().find(|finding| item_of(finding).is_some()).expect("five in 90 days").clone();
        (finding.tier, item_of(&finding).is_some_and(|item| item.is_fading))
    };
    assert_eq!(of_first(WEEKS - 1 - 16), (AlertTier::Watch, true));
    assert!(!of_first(WEEKS).1);
}

#[test]
fn a_book_that_saw_few_items_go_missing_says_nothing() {
    let mut stage = book(until(1, WEEKS - 1 - 15), WEEKS);
    stage.accounts.truncate(12);
    let snapshot = stage.snapshot();
    let book = learnt(&snapshot);
    assert!(book.item_odds.is_none());
    assert_eq!(book.lost_bar(), None);
    assert_eq!(book.probably_lost(&snapshot, |_| AccountFacts::default()), None);
}

#[test]
fn nothing_dated_later_changes_what_is_said() {
    let stage = book(until(1, WEEKS - 1 - 15), WEEKS);
    let mut told = stage.clone();
    for placed in &mut told.accounts {
        // Everybody buys everything again the day after.
        placed.extend((1..30).map(|days| holding(as_of() + days, &[0, 1, 2, 3, 4, 5, 6, 7, 8])));
    }
    let all = |stage: &Stage| {
        let snapshot = stage.snapshot();
        let book = learnt(&snapshot);
        let lost: Vec<(u32, ItemEvidence)> =
            listed(&book, &snapshot).into_iter().map(|lost| (lost.place, lost.evidence)).collect();
        let found =
            (0..=ACCOUNTS).flat_map(|place| book.findings(&snapshot, place, &AccountFacts::default()));
        let found: Vec<(AlertTier, Evidence)> =
            found.filter(|one| item_of(one).is_some()).map(|one| (one.tier, one.evidence)).collect();
        (book.lost_bar(), lost, found)
    };
    let (bar, lost, found) = all(&stage);
    assert!(bar.is_some() && !lost.is_empty());
    assert_eq!((bar, lost, found), all(&told));
}

#[test]
fn the_probability_grades_an_alert() {
    let snapshot = book(until(1, WEEKS - 1 - 15), WEEKS).snapshot();
    let settings = AlertSettings { lapsed_items: LapsedItems::On, ..settings() };
    let book = AlertBook::learn(&snapshot, as_of(), settings);
    let found = (0..=ACCOUNTS).flat_map(|place| book.findings(&snapshot, place, &AccountFacts::default()));
    let mut graded = [0; 3];
    for finding in found {
        let Some(item) = item_of(&finding).filter(|item| item.replaced_by.is_none()) else { continue };
        let said = item.lost_probability.expect("many items went missing").get();
        let tier = usize::from(said >= 0.4) + usize::from(said >= 0.6);
        assert_eq!(finding.tier, AlertTier::ALL[tier], "{said}");
        graded[tier] += 1;
    }
    assert!(graded.iter().all(|findings| *findings > 0), "{graded:?}");
}

#[test]
fn the_list_holds_what_no_rule_alerted_about_the_most_money_first() {
    let mut placed = until(1, WEEKS - 1 - 15);
    for one in placed.iter_mut().filter(|one| one.lines.len() > 1) {
        one.lines.push((9, 5));
    }
    let snapshot = book(placed, WEEKS).snapshot();
    let book = learnt(&snapshot);
    assert_eq!(book.findings(&snapshot, 0, &AccountFacts::default()), [], "four in 90 days are not five");
    let lost = listed(&book, &snapshot);
    let own: Vec<(i64, i64)> = lost
        .iter()
        .filter(|lost| lost.place == 0)
        .map(|lost| (lost.evidence.product.0, lost.value_cents))
        .collect();
    assert_eq!(own, [(509, 11_666), (501, 2_333)], "seven and 35 units of 10.00 in 90 days, per 30");
    assert!(lost.windows(2).all(|pair| pair[0].value_cents >= pair[1].value_cents));
    assert!(
        lost.iter().all(|lost| lost.evidence.lost_probability >= book.lost_bar().map(|bar| bar.threshold))
    );
}

#[test]
fn nothing_is_listed_of_an_account_that_is_closed_or_silent() {
    let stage = book(until(1, WEEKS - 1 - 15), WEEKS);
    let snapshot = stage.snapshot();
    let book = learnt(&snapshot);
    let closures = [DayRange { from: as_of() - 3, until: as_of() + 20 }];
    let closed = AccountFacts { closures: &closures, ..AccountFacts::default() };
    assert_eq!(book.probably_lost_at(&snapshot, 0, &AccountFacts::default()).len(), 1);
    assert_eq!(book.probably_lost_at(&snapshot, 0, &closed), []);
    let mut silent = stage;
    silent.accounts[0].retain(|placed| placed.day <= as_of() - 91);
    silent.accounts[0].push(order(as_of() - 91));
    let snapshot = silent.snapshot();
    assert_eq!(learnt(&snapshot).probably_lost_at(&snapshot, 0, &AccountFacts::default()), []);
}
