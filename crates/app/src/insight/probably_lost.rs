//! Items that accounts have probably lost, whether or not a rule opened an alert about them (F4; scoring
//! specification, "Lost items").

use super::words_of_scope;
use crate::alert::product_name;
use crate::book::Book;
use crate::{Answer, App, Caller, paging, parallel};
use bellwether_core::alert::Evidence;
use bellwether_core::insight::{LostBar, ProbablyLost, ProbablyLostQuery, ProbablyLostRow};
use bellwether_core::{AccountId, Cents};
use bellwether_ledger::{DayRange, History, day};
use bellwether_scoring::alerts::{AccountFacts, AlertBook, LostItem, words};
use bellwether_store::closures;
use bellwether_store::ledger_feed::Accounts;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Rows when the caller does not say.
const USUAL_ROWS: u32 = 20;

/// The list of the whole book, for as long as what was learnt of the book stays the same.
#[derive(Default)]
pub(crate) struct KnownLost(Mutex<Option<LostOf>>);

/// What was learnt, and the items that follow from it.
type LostOf = (Arc<AlertBook>, Arc<[KnownItem]>);

/// An item of the list, and what of its account it followed from.
struct KnownItem {
    item: LostItem,
    history: Arc<History>,
    closures: Vec<DayRange>,
}

/// When accounts are closed.
type Closed = HashMap<AccountId, Vec<DayRange>>;

impl App {
    /// The items that accounts of the caller have probably lost, the most money first.
    ///
    /// # Errors
    /// `Invalid`, `Unavailable`.
    pub fn probably_lost(&self, caller: &Caller, query: &ProbablyLostQuery) -> Answer<ProbablyLost> {
        let limit = paging::rows_of(query.limit, USUAL_ROWS)?;
        let book = self.book();
        let alert_book = self.alert_book(&book, false)?;
        let closed = self.closed()?;
        let all = self.known_lost(&book, &alert_book, &closed)?;
        let filter = book.accounts_of(caller, query.rep);
        let current = Current { book: &book, alert_book: &alert_book, closed: &closed };
        let mine = all.iter().filter(|known| filter.contains_account(known.item.place));
        let lost: Vec<Cow<LostItem>> = mine.filter_map(|known| current.item(known)).collect();
        Ok(ProbablyLost {
            as_of: book.as_of(),
            scope: words_of_scope(&book, caller, query.rep),
            bar: alert_book.lost_bar().map(|bar| LostBar {
                threshold: bar.threshold,
                precision: bar.precision,
                cases: bar.cases,
            }),
            total: lost.len() as u64,
            rows: lost.into_iter().filter_map(|item| current.row(item.into_owned())).take(limit).collect(),
        })
    }

    /// Every item of the book as it was when the day was learnt; those of accounts that changed since are looked at
    /// once more when they are asked for.
    fn known_lost(
        &self,
        book: &Book,
        alert_book: &Arc<AlertBook>,
        closed: &Closed,
    ) -> Answer<Arc<[KnownItem]>> {
        let mut known = self.known_lost.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, items)) = known.as_ref().filter(|(learnt, _)| Arc::ptr_eq(learnt, alert_book)) {
            return Ok(Arc::clone(items));
        }
        let places: Vec<u32> = book.dimensions().live_accounts().map(|(place, _)| place).collect();
        let of_share = |places: &[u32]| -> Vec<LostItem> {
            places.iter().flat_map(|place| lost_at(book, alert_book, closed, *place)).collect()
        };
        let found = parallel::in_shares(&places, of_share)?.concat();
        let listed =
            alert_book.lost_bar().map(|bar| bellwether_scoring::alerts::ProbablyLost::of(bar, found));
        let known_item = |item: LostItem| {
            let history = Arc::clone(book.snapshot().history(item.place)?);
            let closures = closures_at(book, closed, item.place).to_vec();
            Some(KnownItem { item, history, closures })
        };
        let listed = listed.map(|listed| listed.items).into_iter().flatten();
        let items: Arc<[KnownItem]> = listed.filter_map(known_item).collect();
        *known = Some((Arc::clone(alert_book), Arc::clone(&items)));
        Ok(items)
    }

    fn closed(&self) -> Answer<Closed> {
        let mut closed = Closed::new();
        for closure in self.store.read(|conn| closures::load(conn, Accounts::All))? {
            let days = DayRange { from: day::from_date(closure.from), until: day::from_date(closure.until) };
            closed.entry(closure.account).or_default().push(days);
        }
        Ok(closed)
    }
}

fn lost_at(book: &Book, alert_book: &AlertBook, closed: &Closed, place: u32) -> Vec<LostItem> {
    let facts = AccountFacts { closures: closures_at(book, closed, place), ..AccountFacts::default() };
    alert_book.probably_lost_at(book.snapshot(), place, &facts)
}

fn closures_at<'a>(book: &Book, closed: &'a Closed, place: u32) -> &'a [DayRange] {
    let account = book.dimensions().account(place);
    account.and_then(|account| closed.get(&account.id)).map_or(&[], Vec::as_slice)
}

/// What items are held against before they are shown: the facts as they are now.
struct Current<'a> {
    book: &'a Book,
    alert_book: &'a AlertBook,
    closed: &'a Closed,
}

impl Current<'_> {
    /// An item as it is now; none when it has been bought since, or the account is gone.
    fn item<'a>(&self, known: &'a KnownItem) -> Option<Cow<'a, LostItem>> {
        let (place, product) = (known.item.place, known.item.evidence.product);
        self.book.dimensions().account(place)?;
        let is_same = Arc::ptr_eq(self.book.snapshot().history(place)?, &known.history)
            && closures_at(self.book, self.closed, place) == known.closures;
        if is_same {
            return Some(Cow::Borrowed(&known.item));
        }
        let now = lost_at(self.book, self.alert_book, self.closed, place);
        now.into_iter().find(|item| item.evidence.product == product).map(Cow::Owned)
    }

    fn row(&self, item: LostItem) -> Option<ProbablyLostRow> {
        let account = self.book.dimensions().account(item.place)?;
        let product = item.evidence.product;
        let index = self.book.dimensions().product_index(product)?;
        let names = |id| product_name(self.book, id);
        let (probability, last_bought) = (item.evidence.lost_probability?, item.evidence.last_bought);
        let evidence = Evidence::LapsedItem(item.evidence);
        Some(ProbablyLostRow {
            account: Book::account_ref(account),
            rep: account.rep.and_then(|rep| self.book.rep_ref(rep)),
            product: self.book.product_ref(index)?,
            probability,
            last_bought,
            sentence: words::sentence(&evidence, &names),
            notes: words::notes(&evidence, &names),
            value_cents: Cents(item.value_cents),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alert::tests::{as_of, orders, pin};
    use crate::stage::Stage;
    use bellwether_core::Scope;
    use chrono::Days;
    use std::fmt::Write;

    const ACCOUNTS: u64 = 60;
    const WEEKS: u64 = 90;

    /// Accounts that order every week. Each has four items beside the one in every order, and gives one up for
    /// good every twenty weeks, each account at another time.
    fn dropped_items() -> String {
        let mut rows = String::new();
        for account in 0..ACCOUNTS {
            for week in 0..WEEKS {
                let placed_on = as_of() - Days::new((WEEKS - week) * 7 - account % 7);
                let kept = (0..4).filter(|item| week < 15 + item * 20 + account % 20);
                let items = kept.map(|item| format!("I{item}-{account}")).chain(["ALWAYS".to_owned()]);
                for item in items {
                    writeln!(
                        rows,
                        "A{account},Account {account},O{account}-{week},{placed_on},{item},2,50.00"
                    )
                    .expect("text grows");
                }
            }
        }
        rows
    }

    #[test]
    fn what_is_probably_lost_is_listed_until_it_is_bought_again_and_only_for_those_who_see_the_account() {
        for stage in Stage::each() {
            pin(&stage, as_of());
            stage.app.read_book().expect("read");
            orders(&stage, &dropped_items());
            let list = |caller: &Caller| {
                let query = ProbablyLostQuery { limit: Some(500), ..ProbablyLostQuery::default() };
                stage.app.probably_lost(caller, &query).expect("listed")
            };
            let lost = list(&Caller::system());
            let bar = lost.bar.expect("a year and a half of dropped items sets one");
            assert!(bar.precision.get() > 0.9, "{}: they never came back: {bar:?}", stage.engine);
            assert_eq!(lost.rows.len() as u64, lost.total, "{}", stage.engine);
            let first = lost.rows.first().expect("items that were dropped of late are listed");
            assert!(first.probability >= bar.threshold && first.sentence.contains("missing"), "{first:?}");
            let nobody = Caller { scope: Scope::Nothing, ..Caller::system() };
            assert_eq!((list(&nobody).rows, list(&nobody).total), (Vec::new(), 0), "{}", stage.engine);

            let (account, item) = (&first.account.name, &first.product.external_id);
            let number = account.rsplit(' ').next().expect("a name ends with its number");
            orders(&stage, &format!("A{number},{account},AGAIN,{},{item},2,50.00\n", as_of()));
            let again = list(&Caller::system());
            assert_eq!(again.rows.len() as u64, again.total, "{}: what is counted is listed", stage.engine);
            let is_there = again.rows.iter().any(|row| row.product.id == first.product.id);
            assert!(!is_there, "{}: it has been bought again", stage.engine);
        }
    }

    #[test]
    fn a_book_without_a_past_lists_nothing() {
        for stage in Stage::each() {
            let lost = stage.app.probably_lost(&Caller::system(), &ProbablyLostQuery::default());
            let lost = lost.expect("listed");
            assert_eq!((lost.bar, lost.rows, lost.total), (None, Vec::new(), 0), "{}", stage.engine);
        }
    }
}
