//! The thread that sends what was written down: e-mails with what is true when they leave, webhooks byte for
//! byte as they were written. A receiver that is down is tried again; nothing is lost with this program.

use super::letter::{Letter, Sender, letter};
use super::tell::{Topic, after_quiet_hours, caller_for, enqueue_mail};
use super::usual;
use crate::alert::{Stake, stakes};
use crate::book::Book;
use crate::{Answer, App, AppError, Caller, clock};
use bellwether_connect::mail::{Mail, MailError};
use bellwether_connect::webhook::{self, Outcome, Post};
use bellwether_core::alert::{AlertCard, AlertTier};
use bellwether_core::notification::{Channel, NotificationPreferences};
use bellwether_core::UserId;
use bellwether_store::alerts::{self, LiveAlert};
use bellwether_store::deliveries::{self, LeasedDelivery};
use bellwether_store::{StoreError, users, webhooks};
use chrono::{Duration as Span, NaiveDate, Timelike};
use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::Weak;
use std::time::Duration;

/// How often the thread looks by itself.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// Messages taken at a time.
const A_BATCH: i64 = 20;
/// Longer than a batch takes when every receiver is slow.
const LEASE: Span = Span::minutes(10);

/// Sends until the app is gone.
pub(crate) fn run_messenger(app: &Weak<App>, wake: &Receiver<()>) {
    let mut digests = BTreeSet::new();
    loop {
        let Some(app) = app.upgrade() else { break };
        if let Err(error) = app.write_digests(&mut digests).and_then(|()| app.send_due()) {
            tracing::warn!(%error, "messages could not be sent; trying again");
        }
        drop(app);
        if wake.recv_timeout(LOOK_EVERY) == Err(RecvTimeoutError::Disconnected) {
            break;
        }
    }
}

/// Why a message is not sent.
enum Unsent {
    /// It may be tried again.
    Later(String),
    /// It is given up.
    Never(String),
}

impl From<AppError> for Unsent {
    fn from(error: AppError) -> Self {
        match error {
            AppError::NotFound => Self::Never("The person or the program is not known any more.".to_owned()),
            other => Self::Later(other.told()),
        }
    }
}

impl From<StoreError> for Unsent {
    fn from(error: StoreError) -> Self {
        AppError::from(error).into()
    }
}

impl App {
    /// Sends every message whose time has come.
    pub(crate) fn send_due(&self) -> Answer<()> {
        for channel in Channel::ALL {
            while self.store.read(|conn| deliveries::is_due(conn, channel, clock::now()))? {
                let now = clock::now();
                let batch = self.store.write(|conn| deliveries::lease(conn, channel, now, LEASE, A_BATCH))?;
                if batch.is_empty() {
                    break;
                }
                for message in &batch {
                    let outcome = match channel {
                        Channel::Email => self.send_mail(message),
                        Channel::Webhook => self.send_event(message),
                    };
                    self.note_outcome(message, outcome)?;
                }
            }
        }
        Ok(())
    }

    fn note_outcome(&self, message: &LeasedDelivery, outcome: Result<(), Unsent>) -> Answer<()> {
        let now = clock::now();
        self.store.write(|conn| match &outcome {
            Ok(()) => deliveries::sent(conn, message, now),
            Err(Unsent::Never(why)) => deliveries::failed(conn, message, why),
            Err(Unsent::Later(why)) => match webhook::wait_after(message.attempts) {
                Some(wait) => deliveries::retry(conn, message, now + wait, why),
                None => deliveries::failed(conn, message, why),
            },
        })?;
        Ok(())
    }

    fn send_mail(&self, message: &LeasedDelivery) -> Result<(), Unsent> {
        let mailer = self.mailer.as_ref().ok_or_else(|| Unsent::Later("E-mail is not set up.".to_owned()))?;
        let user = message.user.ok_or_else(|| Unsent::Never("It is for nobody.".to_owned()))?;
        let topic: Topic = serde_json::from_str(&message.body)
            .map_err(|error| Unsent::Never(format!("It cannot be read: {error}.")))?;
        let letter = self.written_out(user, &topic)?;
        let letter = letter.ok_or_else(|| Unsent::Never("Nothing of it was left to say.".to_owned()))?;
        let mail = Mail {
            id: message.id.to_string(),
            to: message.recipient.clone(),
            subject: letter.subject,
            text: letter.text,
            html: letter.html,
        };
        mailer.send(&mail).map_err(|error| match error {
            MailError::Temporary(why) => Unsent::Later(why),
            MailError::Permanent(why) => Unsent::Never(why),
        })
    }

    fn send_event(&self, message: &LeasedDelivery) -> Result<(), Unsent> {
        let id = message.webhook.ok_or_else(|| Unsent::Never("It is for no webhook.".to_owned()))?;
        let webhook = self.store.read(|conn| webhooks::find(conn, id))?;
        if !webhook.is_enabled {
            return Err(Unsent::Never("The webhook is turned off.".to_owned()));
        }
        let post = Post {
            id: message.id.to_string(),
            url: webhook.url,
            secret: webhook.secret,
            body: message.body.clone(),
            sent_at: clock::now(),
        };
        match self.poster.send(&post) {
            Outcome::Taken => Ok(()),
            Outcome::Gone(why) => {
                self.store.write(|conn| webhooks::set_enabled(conn, id, false))?;
                Err(Unsent::Never(why))
            }
            Outcome::Later(why) => Err(Unsent::Later(why)),
            Outcome::Never(why) => Err(Unsent::Never(why)),
        }
    }

    /// What an e-mail says now to a person as they are now; none when nothing is left to say.
    fn written_out(&self, user: UserId, topic: &Topic) -> Result<Option<Letter>, Unsent> {
        let (person, kept) = self
            .store
            .read(|conn| Ok((users::find(conn, user)?, users::notification_preferences(conn, user)?)))?;
        if person.disabled_at.is_some() {
            return Ok(None);
        }
        let preferences = kept.unwrap_or_else(|| usual(person.role));
        let caller = caller_for(&person);
        let book = self.read_book()?;
        let live = self.wanted(&caller, &preferences)?;
        let (heading, live) = match topic {
            Topic::Accounts { accounts } => {
                let named = live.into_iter().filter(|alert| accounts.contains(&alert.account)).collect();
                ("Accounts that need you", named)
            }
            Topic::Digest => ("New since yesterday", new_since_yesterday(live, book.as_of())),
        };
        let (cards, total) = self.urgent_cards(&book, &caller, &live, preferences.most_cards_a_day)?;
        let settings = book.settings();
        let sender = Sender {
            organisation: &settings.organisation,
            currency: &settings.currency,
            public_url: &self.config.outbound.public_url,
        };
        Ok((!cards.is_empty()).then(|| letter(&sender, heading, &cards, total)))
    }

    /// Live alerts of the caller's that are worth a message.
    fn wanted(&self, caller: &Caller, preferences: &NotificationPreferences) -> Answer<Vec<LiveAlert>> {
        let mut live = self.store.read(|conn| alerts::live_in(conn, &caller.scope, None))?;
        live.retain(|alert| alert.tier > AlertTier::Watch && !preferences.muted.contains(&alert.kind));
        Ok(live)
    }

    fn urgent_cards(
        &self,
        book: &Book,
        caller: &Caller,
        live: &[LiveAlert],
        most: u32,
    ) -> Answer<(Vec<AlertCard>, u64)> {
        let mut stakes = stakes(caller, live);
        stakes.retain(|stake| book.account_in(&caller.scope, stake.account).is_ok());
        let total = stakes.len() as u64;
        stakes.sort_by_key(Stake::rank);
        stakes.truncate(most as usize);
        Ok((self.cards(book, caller, &stakes)?, total))
    }

    /// Writes the daily e-mail of everybody whose hour has come and who has something new; `done` remembers who
    /// has been looked at today.
    fn write_digests(&self, done: &mut BTreeSet<(NaiveDate, UserId)>) -> Answer<()> {
        if self.mailer.is_none() {
            return Ok(());
        }
        let book = self.read_book()?;
        let (now, today) = (clock::now(), book.today());
        done.retain(|(date, _)| *date == today);
        let hour = clock::local(&book.settings().time_zone).hour();
        for person in self.store.read(users::list)? {
            let key = (today, person.id);
            if person.disabled_at.is_some() || done.contains(&key) {
                continue;
            }
            let kept = self.store.read(|conn| users::notification_preferences(conn, person.id))?;
            let preferences = kept.unwrap_or_else(|| usual(person.role));
            if !preferences.has_digest || hour < preferences.digest_hour {
                continue;
            }
            done.insert(key);
            let live = self.wanted(&caller_for(&person), &preferences)?;
            if new_since_yesterday(live, book.as_of()).is_empty() {
                continue;
            }
            let at = after_quiet_hours(now, &book.settings().time_zone, &preferences);
            let once = Some(format!("digest {} {today}", person.id));
            let subject = "New since yesterday".to_owned();
            self.store.write_or::<_, AppError>(|conn| {
                enqueue_mail(conn, &person, subject.clone(), &Topic::Digest, at, once.clone(), now)
            })?;
        }
        Ok(())
    }
}

fn new_since_yesterday(live: Vec<LiveAlert>, as_of: NaiveDate) -> Vec<LiveAlert> {
    let yesterday = as_of.pred_opt().unwrap_or(as_of);
    live.into_iter().filter(|alert| alert.opened_on >= yesterday).collect()
}
