//! The thread that sends what was written down: e-mails with what is true when they leave, webhooks byte for
//! byte as they were written. A receiver that is down is tried again; nothing is lost with this program.

use super::letter::{Letter, Sender, letter};
use super::tell::{Topic, after_quiet_hours, caller_for, preferences_of};
use crate::alert::{Stake, stake};
use crate::book::Book;
use crate::worker::survive;
use crate::{Answer, App, AppError, Caller, clock};
use bellwether_connect::mail::{Mail, MailError};
use bellwether_connect::webhook::{self, Outcome, Post};
use bellwether_core::UserId;
use bellwether_core::alert::{AlertKind, AlertState, AlertTier};
use bellwether_core::notification::{Channel, NotificationPreferences};
use bellwether_store::alerts::LiveAlert;
use bellwether_store::deliveries::{self, LeasedDelivery};
use bellwether_store::{StoreError, users, webhooks};
use chrono::{Duration as Span, NaiveDateTime};
use std::collections::BTreeSet;
use std::sync::Weak;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

/// How often the thread looks by itself.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// Longer than a batch takes when every receiver is slow.
const LEASE: Span = Span::minutes(10);

/// Messages taken at a time: few, so that a slow receiver of one kind does not hold up the other.
fn batch_of(channel: Channel) -> i64 {
    match channel {
        Channel::Email => 3,
        Channel::Webhook => 20,
    }
}

/// Sends until the app is gone.
pub(crate) fn run_messenger(app: &Weak<App>, wake: &Receiver<()>) {
    let mut digests = BTreeSet::new();
    loop {
        let Some(app) = app.upgrade() else { break };
        survive("digests could not be written", || app.write_digests(&mut digests));
        survive("messages could not be sent", || app.send_due());
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
        let mut is_busy = true;
        while is_busy {
            is_busy = false;
            for channel in Channel::ALL {
                is_busy |= self.send_batch(channel)?;
            }
        }
        Ok(())
    }

    /// Sends some messages of one kind; whether there were any.
    fn send_batch(&self, channel: Channel) -> Answer<bool> {
        let now = clock::now();
        if !self.store.read(|conn| deliveries::is_due(conn, channel, now))? {
            return Ok(false);
        }
        let batch =
            self.store.write(|conn| deliveries::lease(conn, channel, now, LEASE, batch_of(channel)))?;
        for message in &batch {
            let outcome = match channel {
                Channel::Email => self.send_mail(message),
                Channel::Webhook => self.send_event(message),
            };
            self.note_outcome(message, outcome)?;
        }
        Ok(!batch.is_empty())
    }

    fn note_outcome(&self, message: &LeasedDelivery, outcome: Result<(), Unsent>) -> Answer<()> {
        let now = clock::now();
        let again_at = match &outcome {
            Err(Unsent::Later(_)) => webhook::wait_after(message.attempts).map(|wait| now + wait),
            Ok(()) | Err(Unsent::Never(_)) => None,
        };
        let again_at = again_at.map(|at| self.outside_quiet_hours(message, at)).transpose()?;
        self.store.write(|conn| match &outcome {
            Ok(()) => deliveries::sent(conn, message, now),
            Err(Unsent::Never(why)) => deliveries::failed(conn, message, why),
            Err(Unsent::Later(why)) => match again_at {
                Some(at) => deliveries::retry(conn, message, at, why),
                None => deliveries::failed(conn, message, why),
            },
        })?;
        Ok(())
    }

    /// The first moment from `at` on at which a message may go; programs have no quiet hours.
    fn outside_quiet_hours(&self, message: &LeasedDelivery, at: NaiveDateTime) -> Answer<NaiveDateTime> {
        let Some(user) = message.user.filter(|_| message.channel == Channel::Email) else { return Ok(at) };
        let preferences = self.store.read(|conn| match users::find(conn, user) {
            Ok(person) => preferences_of(conn, &person).map(Some),
            Err(StoreError::NotFound) => Ok(None),
            Err(error) => Err(error),
        })?;
        let zone = self.book().settings().time_zone.clone();
        Ok(preferences.map_or(at, |preferences| after_quiet_hours(at, &zone, &preferences)))
    }

    fn send_mail(&self, message: &LeasedDelivery) -> Result<(), Unsent> {
        let mailer = self.mailer.as_ref().ok_or_else(|| Unsent::Later("E-mail is not set up.".to_owned()))?;
        let user = message.user.ok_or_else(|| Unsent::Never("It is for nobody.".to_owned()))?;
        let topic: Topic = serde_json::from_str(&message.body)
            .map_err(|error| Unsent::Never(format!("It cannot be read: {error}.")))?;
        let written = self.written_out(user, &topic)?;
        let (to, letter) =
            written.ok_or_else(|| Unsent::Never("Nothing of it was left to say.".to_owned()))?;
        let mail = Mail {
            id: message.id.to_string(),
            to,
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
        let (webhook, owner) = self.store.read(|conn| {
            let webhook = webhooks::find(conn, id)?;
            let owner = users::find(conn, webhook.owner)?;
            Ok((webhook, owner))
        })?;
        if !webhook.is_enabled || owner.disabled_at.is_some() {
            return Err(Unsent::Never("The webhook is turned off, or its maker may not sign in.".to_owned()));
        }
        if message.body.is_empty() {
            return Err(Unsent::Never("Its maker may see something else since it was written.".to_owned()));
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

    /// Address and text of an e-mail to a person, as both are now; none when nothing is left to say.
    fn written_out(&self, user: UserId, topic: &Topic) -> Result<Option<(String, Letter)>, Unsent> {
        let (person, preferences) = self.store.read(|conn| {
            let person = users::find(conn, user)?;
            let preferences = preferences_of(conn, &person)?;
            Ok((person, preferences))
        })?;
        if person.disabled_at.is_some() {
            return Ok(None);
        }
        let caller = caller_for(&person);
        self.catch_up()?;
        let book = self.book();
        let stakes = ranked(&caller, &urgent_alerts(&book, &caller, &preferences));
        let total = stakes.len() as u64;
        let named: Vec<Stake> =
            stakes.into_iter().filter(|stake| topic.accounts.contains(&stake.account)).collect();
        let mut cards = self.cards(&book, &caller, &named)?;
        for card in &mut cards {
            card.alerts.retain(|alert| is_told(alert.tier, alert.kind, &preferences));
        }
        let settings = book.settings();
        let sender = Sender {
            organisation: &settings.organisation,
            currency: &settings.currency,
            public_url: &self.config.outbound.public_url,
        };
        let letter = (!cards.is_empty()).then(|| letter(&sender, &topic.heading, &cards, total));
        Ok(letter.map(|letter| (person.email, letter)))
    }
}

/// The alerts that wait for a person, of what they want to be told: nobody works on them, and they are in sight. By
/// account.
pub(super) fn urgent_alerts(
    book: &Book,
    caller: &Caller,
    preferences: &NotificationPreferences,
) -> Vec<LiveAlert> {
    let waits = |alert: &LiveAlert| matches!(alert.state, AlertState::Open | AlertState::Seen);
    let live = book.live_alerts(caller, None).flatten().copied();
    live.filter(|alert| waits(alert) && is_told(alert.tier, alert.kind, preferences)).collect()
}

/// What is at stake for a person, most money first.
pub(super) fn ranked(caller: &Caller, live: &[LiveAlert]) -> Vec<Stake> {
    let by_account = live.chunk_by(|one, next| one.account == next.account);
    let mut stakes: Vec<Stake> = by_account.filter_map(|alerts| stake(caller, alerts)).collect();
    stakes.sort_by_key(Stake::rank);
    stakes
}

/// Whether a person is told of alerts like this one.
fn is_told(tier: AlertTier, kind: AlertKind, preferences: &NotificationPreferences) -> bool {
    tier > AlertTier::Watch && !preferences.muted.contains(&kind)
}
