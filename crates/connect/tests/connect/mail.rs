//! E-mail against a server that speaks SMTP.

use bellwether_connect::mail::{Mail, MailError, Mailer, MailerError};
use bellwether_testkit::mail_server::{MailServer, Stage};
use std::process::Command;

fn mailer(server: &MailServer) -> Mailer {
    Mailer::from_url(&server.url(""), "Bellwether <alerts@example.com>").expect("it can be read")
}

fn mail() -> Mail {
    Mail {
        id: "d_0123456789abc".to_owned(),
        to: "rep@example.org".to_owned(),
        subject: "Café Köln needs you".to_owned(),
        text: "41 days since the last order.\n.\nA line with one dot above.".to_owned(),
        html: "<p>41 days since the last order.</p>".to_owned(),
    }
}

#[test]
fn a_message_arrives_with_both_parts_and_the_same_id_every_time() {
    let server = MailServer::start();
    let mailer = mailer(&server);
    mailer.send(&mail()).expect("taken");
    mailer.send(&mail()).expect("taken");
    let taken = server.taken();
    assert_eq!(taken.len(), 2);
    let first = &taken[0];
    assert_eq!(
        (first.from.as_str(), first.to.as_slice()),
        ("alerts@example.com", &["rep@example.org".to_owned()][..])
    );
    assert_eq!(first.hello, "example.com");
    assert_eq!(first.credentials, None);
    let id = Some("<d_0123456789abc@example.com>".to_owned());
    assert_eq!((first.header("Message-ID"), taken[1].header("message-id")), (id.clone(), id));
    assert_eq!(first.header("Auto-Submitted").as_deref(), Some("auto-generated"));
    assert_eq!(first.header("List-Unsubscribe"), None);
    assert!(first.header("Date").is_some());
    assert!(first.header("Content-Type").expect("there").starts_with("multipart/alternative"));
    assert!(first.data.contains("text/plain") && first.data.contains("text/html"), "{}", first.data);
    assert!(first.data.contains("\r\n.\r\nA line with one dot above."), "{}", first.data);
    assert!(first.data.contains("<p>41 days since the last order.</p>"), "{}", first.data);
}

#[test]
fn name_and_password_of_the_address_sign_in_and_stay_out_of_logs() {
    let server = MailServer::start();
    let url = server.url("somebody:p%40ss@");
    let mailer = Mailer::from_url(&url, "alerts@example.com").expect("it can be read");
    mailer.send(&mail()).expect("taken");
    // base64("\0somebody\0p@ss")
    assert_eq!(server.taken()[0].credentials.as_deref(), Some("AHNvbWVib2R5AHBAc3M="));
    let logged = format!("{mailer:?}");
    assert!(!logged.contains("p@ss") && !logged.contains("p%40ss"), "{logged}");
}

#[test]
fn an_answer_that_may_change_is_temporary_and_one_that_will_not_is_permanent() {
    let server = MailServer::start();
    let mailer = mailer(&server);
    for (stage, answer) in [
        (Stage::Rcpt, "450 mailbox busy"),
        (Stage::Mail, "451 greylisted, come back"),
        (Stage::Data, "452 no room left"),
        // The operator's settings, not the message.
        (Stage::Mail, "530 sign in first"),
    ] {
        server.refuse_next(stage, answer);
        let error = mailer.send(&mail()).expect_err("refused");
        assert!(
            matches!(&error, MailError::Temporary(why) if why.contains(&answer[4..])),
            "{answer}: {error:?}"
        );
    }
    for (stage, answer) in [(Stage::Rcpt, "550 no such mailbox"), (Stage::Data, "554 looks like spam")] {
        server.refuse_next(stage, answer);
        let error = mailer.send(&mail()).expect_err("refused");
        assert!(
            matches!(&error, MailError::Permanent(why) if why.contains(&answer[4..])),
            "{answer}: {error:?}"
        );
    }
    assert_eq!(server.taken(), []);
    mailer.send(&mail()).expect("the server is well again");
}

#[test]
fn a_refused_password_puts_messages_off_and_is_not_repeated_in_the_reason() {
    let server = MailServer::start();
    let mailer = Mailer::from_url(&server.url("somebody:secret@"), "alerts@example.com").expect("read");
    server.refuse_next(Stage::Auth, "535 wrong password");
    let error = mailer.send(&mail()).expect_err("refused");
    assert!(matches!(&error, MailError::Temporary(why) if !why.contains("secret")), "{error:?}");
}

#[test]
fn a_server_that_is_not_there_is_temporary_and_an_address_that_cannot_be_is_permanent() {
    let nobody = Mailer::from_url("smtp://127.0.0.1:1", "alerts@example.com").expect("it can be read");
    assert!(matches!(nobody.send(&mail()), Err(MailError::Temporary(_))));
    let server = MailServer::start();
    for to in ["nobody", "", "a@b\r\nRCPT TO:<c@d>", "a@example.org, b@example.org"] {
        let mail = Mail { to: to.to_owned(), ..mail() };
        assert!(matches!(mailer(&server).send(&mail), Err(MailError::Permanent(_))), "{to:?}");
    }
    assert_eq!(server.taken(), []);
}

#[test]
fn nothing_in_a_subject_becomes_a_header() {
    let server = MailServer::start();
    let subject = "Hello\r\nBcc: everybody@example.net\r\n\r\nbody".to_owned();
    // Whether it is refused or made harmless, nobody else gets it.
    _ = mailer(&server).send(&Mail { subject, ..mail() });
    for taken in server.taken() {
        assert_eq!(taken.header("Bcc"), None, "{}", taken.data);
        assert_eq!(taken.to, ["rep@example.org"]);
    }
}

#[test]
fn a_server_that_must_encrypt_and_cannot_gets_nothing() {
    let server = MailServer::start();
    let url = format!("{}?tls=required", server.url(""));
    let mailer = Mailer::from_url(&url, "alerts@example.com").expect("it can be read");
    assert!(mailer.send(&mail()).is_err(), "the test server knows no encryption");
    assert_eq!(server.taken(), []);
}

#[test]
fn settings_that_cannot_be_read_are_named_and_not_repeated() {
    for url in ["", "example.com", "http://u:secret@example.com", "smtp://u:secret@example.com?tls=perhaps"] {
        let error = Mailer::from_url(url, "alerts@example.com").expect_err("refused");
        assert_eq!(error, MailerError::Server, "{url}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
    assert_eq!(Mailer::from_url("smtp://example.com", "nobody").expect_err("refused"), MailerError::Sender);
}

/// Where the test below finds the address of an encrypted server, when it is run by the one after it.
const ENCRYPTED_URL: &str = "BELLWETHER_TEST_ENCRYPTED_URL";

#[test]
#[ignore = "sends what the test of trusted certificates asks for, in a process that trusts the certificate"]
#[expect(clippy::disallowed_methods, reason = "the address comes from the test that starts this one")]
fn send_to_the_encrypted_server() {
    let url = std::env::var(ENCRYPTED_URL).expect("only the test below runs this");
    let mailer = Mailer::from_url(&url, "alerts@example.com").expect("it can be read");
    mailer.send(&mail()).expect("taken");
}

#[test]
fn an_encrypted_message_arrives_where_the_certificate_is_trusted_and_nowhere_else() {
    let server = MailServer::start_encrypted();
    let mailer = Mailer::from_url(&server.url(""), "alerts@example.com").expect("it can be read");
    let refused = mailer.send(&mail()).expect_err("nobody has signed this certificate");
    assert!(matches!(&refused, MailError::Temporary(why) if why.contains("certificate")), "{refused:?}");
    assert_eq!(server.taken(), []);

    // What a process trusts is read from its environment, so another one has to send.
    let folder = tempfile::tempdir().expect("a folder");
    let trusted = folder.path().join("trusted.pem");
    std::fs::write(&trusted, server.certificate().expect("it has one")).expect("written");
    let sent = Command::new(std::env::current_exe().expect("this test"))
        .args(["--ignored", "--exact", "mail::send_to_the_encrypted_server"])
        .env("SSL_CERT_FILE", &trusted)
        .env(ENCRYPTED_URL, server.url(""))
        .output()
        .expect("it starts");
    assert!(sent.status.success(), "{}", String::from_utf8_lossy(&sent.stdout));
    assert_eq!(server.taken().len(), 1);
}
