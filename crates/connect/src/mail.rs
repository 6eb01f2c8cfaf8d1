//! E-mail over SMTP. A message has a text and an HTML part, and an id that stays the same through every attempt.

use crate::encryption;
use lettre::address::Envelope;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::extension::ClientId;
use lettre::{Message, SmtpTransport, Transport};
use std::error::Error;
use std::fmt;
use std::time::Duration;

/// Within so long the server has answered each command.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Answers that mean the operator's own settings are wrong: encryption or sign-in required, or sign-in refused.
/// They say nothing about the message, which waits until the settings are right.
const SET_UP_WRONG: [u16; 4] = [530, 534, 535, 538];

/// A message to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The same for every attempt; letters, digits, `_` and `-`.
    pub id: String,
    /// The receiver's address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The message as plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

/// Why a message was not sent, in a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// It may be tried again.
    #[error("{0}")]
    Temporary(String),
    /// It will never be taken like this.
    #[error("{0}")]
    Permanent(String),
}

/// The settings of the mail server cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailerError {
    /// The server's address cannot be read.
    #[error("the address of the mail server must look like smtp://name:password@host:587?tls=required")]
    Server,
    /// Encryption cannot be set up.
    #[error("the machine trusts no certificate authority: install its package of CA certificates")]
    Encryption,
    /// The sender's address cannot be read.
    #[error("the sender must look like Bellwether <alerts@example.com>")]
    Sender,
}

/// Sends e-mail through one server, a connection a message.
pub struct Mailer {
    transport: SmtpTransport,
    from: Mailbox,
}

/// The server's password stays out of logs.
impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailer").field("from", &self.from.to_string()).finish_non_exhaustive()
    }
}

impl Mailer {
    /// A sender for `smtp://name:password@host:587?tls=required` or `smtps://…`. Percent signs stand for the
    /// characters that addresses do not take. Without `tls=required` or `smtps` nothing is encrypted: for
    /// servers on the same machine only.
    ///
    /// # Errors
    /// Which of the two cannot be read; the address itself is not repeated.
    pub fn from_url(server: &str, from: &str) -> Result<Self, MailerError> {
        encryption::install();
        let from: Mailbox = from.parse().map_err(|_| MailerError::Sender)?;
        let transport = SmtpTransport::from_url(server)
            .map_err(|error| if error.is_tls() { MailerError::Encryption } else { MailerError::Server })?
            .hello_name(ClientId::Domain(from.email.domain().to_owned()))
            .timeout(Some(TIMEOUT))
            .build();
        Ok(Self { transport, from })
    }

    /// Hands a message to the server.
    ///
    /// # Errors
    /// Whether it may be tried again, and why it was not sent.
    pub fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let to: Mailbox = mail
            .to
            .parse()
            .map_err(|_| MailError::Permanent("The receiver's address cannot be read.".to_owned()))?;
        let envelope = Envelope::new(Some(self.from.email.clone()), vec![to.email.clone()])
            .map_err(|error| MailError::Permanent(format!("The message cannot be written: {error}.")))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(mail.subject.clone())
            .message_id(Some(format!("<{}@{}>", mail.id, self.from.email.domain())))
            .raw_header(automatic())
            .envelope(envelope)
            .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))
            .map_err(|error| MailError::Permanent(format!("The message cannot be written: {error}.")))?;
        self.transport.send(&message).map(drop).map_err(|error| told(&error))
    }
}

/// Keeps automatic answers ("I am on holiday") from coming back (RFC 3834).
fn automatic() -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned())
}

fn told(error: &SmtpError) -> MailError {
    let is_set_up_wrong = error.status().is_some_and(|code| SET_UP_WRONG.contains(&u16::from(code)));
    if error.is_permanent() && !is_set_up_wrong {
        return MailError::Permanent(format!("The mail server refused it: {}.", reason_of(error)));
    }
    if error.status().is_some() {
        return MailError::Temporary(format!("The mail server put it off: {}.", reason_of(error)));
    }
    MailError::Temporary(format!("The mail server could not be reached: {}.", reason_of(error)))
}

fn reason_of(error: &SmtpError) -> String {
    std::iter::successors(Some(error as &(dyn Error + 'static)), |cause| (*cause).source())
        .last()
        .map_or_else(String::new, ToString::to_string)
}
