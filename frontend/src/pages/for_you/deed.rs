//! What somebody does with a card, how it is told, and how it is taken back.

use crate::format::day;
use bellwether_client::{Answer, Client};
use bellwether_core::alert::{AlertAction, DismissReason, NewClosure};
use bellwether_core::{AccountId, AlertId, ClosureId};
use chrono::NaiveDate;

/// The code of what the server refuses because it has ended.
const CONFLICT: &str = "conflict";

/// An answer to a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// To one of its reasons.
    OfOne(AlertId, AlertAction),
    /// To all of them.
    OfAll(AlertAction),
    /// The account is closed until it opens on this date.
    Close(NaiveDate),
}

/// What takes a deed back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undo {
    /// These alerts are opened again.
    Reopen(Vec<AlertId>),
    /// The closure is removed.
    Unclose(ClosureId),
}

impl Deed {
    /// Whether what was answered leaves the screen.
    pub fn puts_away(&self) -> bool {
        match self {
            Self::Close(_) => true,
            Self::OfOne(_, action) | Self::OfAll(action) => match action {
                AlertAction::Snooze { .. } | AlertAction::Dismiss { .. } => true,
                AlertAction::Judge { was_right } => !was_right,
                AlertAction::See | AlertAction::Work | AlertAction::Reopen => false,
            },
        }
    }

    /// What was done, in words; dates of another year than `reference_year` name theirs.
    pub fn words(&self, account: &str, reference_year: i32) -> String {
        let date = |date: NaiveDate| day(date, reference_year);
        match self {
            Self::Close(until) => format!("{account}: closed until {}. Its clocks stop.", date(*until)),
            Self::OfOne(_, action) | Self::OfAll(action) => match action {
                AlertAction::See => format!("{account}: seen."),
                AlertAction::Work => format!("{account}: you are working on it."),
                AlertAction::Snooze { until } => format!("{account}: back on {}.", date(*until)),
                AlertAction::Dismiss { reason, .. } => {
                    format!("{account}: dismissed. {}.", reason.label())
                }
                AlertAction::Reopen => format!("{account}: open again."),
                AlertAction::Judge { was_right: true } => format!("{account}: noted that it was right."),
                AlertAction::Judge { was_right: false } => {
                    format!("{account}: noted that it was wrong. It will not return for the same facts.")
                }
            },
        }
    }
}

/// What dismissing for this reason means: a wrong alert is also judged, so that the rules learn from it.
pub fn dismissal(reason: DismissReason, note: String) -> AlertAction {
    match reason {
        DismissReason::Wrong => AlertAction::Judge { was_right: false },
        DismissReason::AlreadyKnown
        | DismissReason::NotWanted
        | DismissReason::TooSmall
        | DismissReason::Other => AlertAction::Dismiss { reason, note },
    }
}

/// Tells the server; what would take it back.
///
/// # Errors
/// What the server says, or that it cannot be reached.
pub async fn perform(client: &Client, account: AccountId, deed: Deed, ids: Vec<AlertId>) -> Answer<Undo> {
    match deed {
        Deed::OfOne(id, action) => {
            client.act_on_alert(id, &action).await?;
            Ok(Undo::Reopen(ids))
        }
        Deed::OfAll(action) => {
            client.act_on_account(account, &action).await?;
            Ok(Undo::Reopen(ids))
        }
        Deed::Close(until) => {
            let closure = NewClosure { from: None, until, note: String::new() };
            let closure = client.close_account(account, &closure).await?;
            Ok(Undo::Unclose(closure.id))
        }
    }
}

/// Takes a deed back.
///
/// # Errors
/// What the server says, or that it cannot be reached.
pub async fn take_back(client: &Client, undo: Undo) -> Answer<()> {
    match undo {
        Undo::Reopen(ids) => {
            for id in ids {
                let reopened = client.act_on_alert(id, &AlertAction::Reopen).await;
                unless_over(reopened.map(drop))?;
            }
            Ok(())
        }
        Undo::Unclose(closure) => client.remove_closure(closure).await,
    }
}

/// Facts may have ended one of the alerts meanwhile: then there is nothing to take back, and the others go on.
fn unless_over(reopened: Answer<()>) -> Answer<()> {
    match reopened {
        Err(error) if error.code() == Some(CONFLICT) => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_client::ClientError;
    use bellwether_core::problem::Problem;

    #[test]
    fn an_alert_that_ended_meanwhile_does_not_keep_the_others_away() {
        let refused = |code: &str| {
            let [kind, title, detail, remedy, request_id] = std::array::from_fn(|_| String::new());
            let code = code.to_owned();
            let problem = Problem { kind, title, status: 409, code, detail, remedy, request_id };
            Err(ClientError::Refused(Box::new(problem)))
        };
        assert!(unless_over(refused(CONFLICT)).is_ok());
        assert!(unless_over(refused("not_signed_in")).is_err());
        assert!(unless_over(Err(ClientError::Unreachable("no network".to_owned()))).is_err());
    }

    #[test]
    fn working_on_a_card_and_calling_it_right_leave_it_where_it_is() {
        assert!(!Deed::OfAll(AlertAction::Work).puts_away());
        assert!(!Deed::OfAll(AlertAction::Judge { was_right: true }).puts_away());
        assert!(Deed::OfAll(AlertAction::Judge { was_right: false }).puts_away());
    }

    #[test]
    fn a_date_of_another_year_names_its_year() {
        let until = NaiveDate::from_ymd_opt(2027, 1, 4).expect("a date of the calendar");
        let snooze = Deed::OfAll(AlertAction::Snooze { until });
        assert_eq!(snooze.words("Harbor Supply", 2026), "Harbor Supply: back on 4 Jan 2027.");
        assert_eq!(snooze.words("Harbor Supply", 2027), "Harbor Supply: back on 4 Jan.");
    }

    #[test]
    fn dismissing_as_wrong_is_also_a_judgement() {
        let wrong = dismissal(DismissReason::Wrong, String::new());
        assert_eq!(wrong, AlertAction::Judge { was_right: false });
    }
}
