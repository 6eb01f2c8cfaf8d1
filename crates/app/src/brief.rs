//! Everything before a call, put together from what the caller may see (D8, D9, D11, L-R3, L-R4).

use crate::alert::{self, invoice_fact, stake};
use crate::book::Book;
use crate::{Answer, App, Caller, clock, explain, interaction, task};
use bellwether_core::account::AccountRef;
use bellwether_core::alert::{Alert, AlertCard, AlertState};
use bellwether_core::brief::{AccountBrief, Advice, ContactCard, OpportunityFlag};
use bellwether_core::explain::Gap;
use bellwether_core::interaction::Interaction;
use bellwether_core::order::DraftNote;
use bellwether_core::rep::RepRef;
use bellwether_core::score::Score;
use bellwether_core::task::Task;
use bellwether_core::{AccountId, Cents, ContactId, OrderId};
use bellwether_ledger::{Account, DayRange, History, Order, cadence, day};
use bellwether_scoring::alerts::{InvoiceFact, overdue_of};
use bellwether_scoring::brief::{Facts, LastOrder, MissingItem, Overdue, usual_quantity_milli};
use bellwether_scoring::{Observed, brief, explanation};
use bellwether_store::alerts::AlertRecord;
use bellwether_store::interactions::Wanted;
use bellwether_store::{StoreError, alerts, contacts, interactions, invoices, tasks};

/// Contacts shown.
const CONTACTS: usize = 5;
/// Tasks shown.
const TASKS: i64 = 5;

impl App {
    /// Everything before a call.
    ///
    /// # Errors
    /// `NotFound` when it does not exist or is not the caller's.
    pub fn brief(&self, caller: &Caller, id: AccountId) -> Answer<AccountBrief> {
        let book = self.book();
        let (place, account) = book.account_in(&caller.scope, id)?;
        let score = self.score_of(&book, caller, place, id)?;
        let stored = self.stored_facts(&book, caller, id)?;
        let drafts = self.drafts_of(caller, &[id])?.remove(&id).unwrap_or_else(Vec::new);
        let card = stake(caller, book.live_alerts_of(id))
            .and_then(|stake| alert::card(&book, caller, &stake, stored.alerts.clone(), drafts.clone()));
        let past = Past::of(&book, place);
        let windows_held = self.windows_held(caller, score.as_ref(), past.observed.as_ref())?;
        let items = missing_items(&book, past.history, in_sight(card.as_ref()));
        let known = Known { book: &book, score, stored, drafts, card, past };
        let facts = known.facts(&items);
        let advice = (brief::say(&facts), brief::next(&facts), brief::flags(&facts));
        let head = Head {
            account: Book::account_ref(account),
            external_id: account.external_id.to_string(),
            address: address(account),
            position: position(account),
            phone: Some(account.phone.to_string())
                .filter(|phone| caller.permissions.view_contacts && !phone.is_empty()),
            rep: account.rep.and_then(|rep| book.rep_ref(rep)),
            trailing_revenue_cents: Cents(book.summaries(book.as_of()).trailing_cents(place)),
            windows_held,
        };
        Ok(known.brief(head, advice))
    }

    /// What the database knows of the account, as far as the caller may see it.
    fn stored_facts(&self, book: &Book, caller: &Caller, id: AccountId) -> Answer<Stored> {
        let scope = &caller.scope;
        Ok(self.store.read::<Stored>(|conn| {
            let mut newest = |wanted| -> Result<Option<Interaction>, StoreError> {
                let rows = interactions::of_account(conn, scope, id, wanted, 1)?;
                Ok(rows.into_iter().next().map(|record| interaction::shown(caller, record)))
            };
            let (last_contact, promised) = (newest(Wanted::Contacts)?, newest(Wanted::Promises)?);
            let people = match caller.permissions.view_contacts {
                true => contacts::of_account(conn, scope, id)?,
                false => Vec::new(),
            };
            let open = match caller.permissions.view_financials {
                true => Some(invoices::open_of(conn, &[id])?),
                false => None,
            };
            let wanted = tasks::Wanted { account: Some(id), ..tasks::Wanted::default() };
            let open_tasks = tasks::list(conn, task::viewer(caller), &wanted, None, TASKS)?;
            Ok(Stored {
                alerts: alerts::live_of(conn, scope, &[id])?,
                last_contact,
                promised,
                contacts: people.into_iter().take(CONTACTS).map(card_of_contact).collect(),
                overdue: open.map(|open| overdue(book, open.iter().map(|(_, invoice)| invoice))),
                tasks: open_tasks.into_iter().map(|record| task::shown(book, caller, record)).collect(),
            })
        })?)
    }

    /// Of windows like this account's in the organisation's past, the share that held the order, and how many.
    fn windows_held(
        &self,
        caller: &Caller,
        score: Option<&Score>,
        observed: Option<&Observed>,
    ) -> Answer<Option<(f64, u64)>> {
        let Some((score, observed)) = score.zip(observed) else { return Ok(None) };
        let kept = explain::kept_word(&self.accuracy(caller)?, score, observed);
        Ok(kept.map(|kept| (kept.wide_held, kept.windows)))
    }
}

/// Who the account is.
struct Head {
    account: AccountRef,
    external_id: String,
    address: String,
    position: Option<[f64; 2]>,
    phone: Option<String>,
    rep: Option<RepRef>,
    trailing_revenue_cents: Cents,
    windows_held: Option<(f64, u64)>,
}

/// What to say, what to do next, and what is to be won or lost.
type AdviceOf = (Vec<Advice>, Vec<Advice>, Vec<OpportunityFlag>);

/// What the ledger knows of an account.
struct Past<'a> {
    history: Option<&'a History>,
    observed: Option<Observed>,
    last: Option<&'a Order>,
    usual_gap_days: Option<f64>,
    gaps: Vec<Gap>,
}

impl<'a> Past<'a> {
    fn of(book: &'a Book, place: u32) -> Self {
        let as_of = day::from_date(book.as_of());
        let history = book.snapshot().history(place).map(|history| &**history);
        let observed = Observed::new(book.snapshot(), place, as_of);
        Self {
            history,
            last: history.and_then(|history| history.valid_orders_in(DayRange::up_to(as_of)).next_back()),
            usual_gap_days: history.and_then(|history| cadence::median_gap_days(history, as_of)),
            gaps: observed.as_ref().map(explanation::gaps).unwrap_or_default(),
            observed,
        }
    }
}

/// All that is known of an account, as far as the caller may see it.
struct Known<'a> {
    book: &'a Book,
    score: Option<Score>,
    stored: Stored,
    drafts: Vec<DraftNote>,
    card: Option<AlertCard>,
    past: Past<'a>,
}

impl Known<'_> {
    fn facts<'b>(&'b self, items: &'b [MissingItem]) -> Facts<'b> {
        let last = self.past.last;
        Facts {
            as_of: self.book.as_of(),
            currency: &self.book.settings().currency,
            alerts: in_sight(self.card.as_ref()),
            items,
            drafts: &self.drafts,
            last_order: last
                .map(|order| LastOrder { id: OrderId(order.id), placed_on: day::to_date(order.day) }),
            usual_gap_days: self.past.usual_gap_days,
            gaps: &self.past.gaps,
            next_order: self.score.as_ref().and_then(|score| Some((score.next_order?, score.as_of))),
            overdue: self.stored.overdue,
            last_contact: self.stored.last_contact.as_ref(),
            promised: self.stored.promised.as_ref(),
            // Nothing says yet which accounts are similar in what they need.
            category: None,
            signals: self.past.observed.as_ref().map(|observed| &observed.signals),
        }
    }

    fn brief(self, head: Head, (say, next, flags): AdviceOf) -> AccountBrief {
        let (as_of, score, last) = (self.book.as_of(), self.score.as_ref(), self.past.last);
        AccountBrief {
            account: head.account,
            external_id: head.external_id,
            address: head.address,
            position: head.position,
            phone: head.phone,
            rep: head.rep,
            as_of,
            made_at: clock::utc(clock::now()),
            windows_held: head.windows_held,
            segment: score.map(|score| score.segment),
            churn_risk: score.and_then(|score| score.churn_risk),
            health: score.and_then(|score| score.health),
            sentence: score.map(|score| score.sentence.clone()),
            next_order: score.and_then(|score| score.next_order),
            last_order: last.map(|order| day::to_date(order.day)),
            last_order_cents: last.map(|order| Cents(order.revenue_cents)),
            days_since_last_order: last.map(|order| i64::from(day::from_date(as_of) - order.day)),
            usual_gap_days: self.past.usual_gap_days,
            gaps: self.past.gaps,
            trailing_revenue_cents: head.trailing_revenue_cents,
            overdue_cents: self.stored.overdue.map(|overdue| overdue.total_cents),
            card: self.card,
            drafts: self.drafts,
            say,
            next,
            flags,
            last_contact: self.stored.last_contact,
            promised: self.stored.promised,
            contacts: self.stored.contacts,
            tasks: self.stored.tasks,
        }
    }
}

fn in_sight(card: Option<&AlertCard>) -> &[Alert] {
    card.map_or(&[], |card| &card.alerts)
}

/// What the database knows of an account.
struct Stored {
    alerts: Vec<AlertRecord>,
    last_contact: Option<Interaction>,
    promised: Option<Interaction>,
    contacts: Vec<ContactCard>,
    /// None for callers who may not see it.
    overdue: Option<Overdue>,
    tasks: Vec<Task>,
}

fn card_of_contact(contact: contacts::Contact) -> ContactCard {
    ContactCard {
        id: ContactId(contact.id),
        name: contact.name,
        title: contact.title,
        phone: contact.phone,
        email: contact.email,
    }
}

/// What is overdue of these invoices in the organisation's currency.
fn overdue<'a>(book: &Book, open: impl Iterator<Item = &'a invoices::Invoice>) -> Overdue {
    let grace_days = i32::try_from(book.settings().overdue_grace_days).unwrap_or(i32::MAX);
    let facts: Vec<InvoiceFact> = open.map(invoice_fact).collect();
    overdue_of(&facts, day::from_date(book.as_of()), grace_days, &book.settings().currency)
}

/// The items that alerts in sight are about, with what the account used to take of them.
fn missing_items(book: &Book, history: Option<&History>, alerts: &[Alert]) -> Vec<MissingItem> {
    let item = |alert: &Alert| {
        let (id, last_bought) = alert::last_bought(&alert.evidence)?;
        let index = book.dimensions().product_index(id)?;
        let usual =
            history.and_then(|history| usual_quantity_milli(history, index, day::from_date(last_bought)));
        Some(MissingItem { product: book.product_ref(index)?, last_bought, usual_quantity_milli: usual })
    };
    alerts.iter().filter(|alert| alert.state != AlertState::Snoozed).filter_map(item).collect()
}

fn position(account: &Account) -> Option<[f64; 2]> {
    account.latitude.zip(account.longitude).map(|(north, east)| [f64::from(north), f64::from(east)])
}

/// Street, city, state and postal code in one line.
fn address(account: &Account) -> String {
    let state = format!("{} {}", account.state, account.postal_code);
    let parts = [&account.street[..], &account.city, state.trim()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
pub(crate) mod tests;
