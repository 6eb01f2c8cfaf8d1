use super::*;
use crate::brief::tests::id_of;
use crate::caller::Credential;
use crate::stage::Stage;
use bellwether_core::import::ImportKind;
use bellwether_core::user::UserInput;
use bellwether_core::{AccountId, Permissions, RegionId, RepId, Scope, UserId};

/// Two accounts of two reps in two regions, each rep with a person; a manager of the first region; an admin.
struct Team {
    stage: Stage,
    abbey: AccountId,
    birch: AccountId,
    one: Caller,
    two: Caller,
    manager: Caller,
    admin: Caller,
}

fn teams() -> Vec<Team> {
    Stage::each().into_iter().map(team).collect()
}

fn team(stage: Stage) -> Team {
    stage.app.read_book().expect("read");
    let accounts = "Customer Number,Customer Name,Rep Number,Sales Rep,Region\n\
                    A-1,Abbey,R1,Rep one,North\nA-2,Birch,R2,Rep two,South\n";
    crate::alert::tests::import(&stage, ImportKind::Accounts, accounts);
    let choices = stage.app.filter_choices(&Caller::system()).expect("choices");
    let rep = |name: &str| choices.reps.iter().find(|rep| rep.name == name).expect("a rep").id;
    let region = choices.regions.iter().find(|region| region.name == "North").expect("a region").id;
    let (one, two) = (rep("Rep one"), rep("Rep two"));
    Team {
        abbey: id_of(&stage, "Abbey"),
        birch: id_of(&stage, "Birch"),
        one: person(&stage, "one", Role::Rep, Some(one), None),
        two: person(&stage, "two", Role::Rep, Some(two), None),
        manager: person(&stage, "manager", Role::Manager, None, Some(region)),
        admin: person(&stage, "admin", Role::Admin, None, None),
        stage,
    }
}

pub(crate) fn person(
    stage: &Stage,
    name: &str,
    role: Role,
    rep: Option<RepId>,
    region: Option<RegionId>,
) -> Caller {
    let permissions = Permissions { view_margin: true, view_contacts: true, view_financials: true };
    let input = UserInput {
        name: name.to_owned(),
        email: format!("{name}@example.com"),
        role,
        permissions,
        rep,
        regions: region.into_iter().collect(),
        is_disabled: false,
        password: Some("correct horse battery staple".to_owned()),
    };
    let user = stage.app.add_user(&Caller::system(), &input).expect("a new person");
    let scope = match (rep, region) {
        (Some(rep), _) => Scope::Rep(rep),
        (None, Some(region)) => Scope::Regions(vec![region]),
        (None, None) => Scope::All,
    };
    let credential = Credential::Session { id: 1, csrf_token: String::new() };
    Caller { user: user.id, role, permissions, scope, credential, must_change_password: false }
}

fn task(title: &str, account: Option<AccountId>, assignee: Option<UserId>) -> TaskInput {
    TaskInput { title: title.to_owned(), account, alert: None, due_on: None, assignee, is_done: false }
}

fn titles(team: &Team, caller: &Caller, query: &TaskQuery) -> Vec<String> {
    let page = team.stage.app.tasks(caller, query).expect("tasks");
    assert_eq!(page.total, page.items.len() as u64);
    page.items.into_iter().map(|task| task.title).collect()
}

#[test]
fn a_manager_gives_a_task_to_whoever_sees_its_account_and_to_nobody_else() {
    for team in teams() {
        let app = &team.stage.app;
        let add = |caller: &Caller, account, assignee| app.add_task(caller, &task("Call", account, assignee));
        let given = add(&team.manager, Some(team.abbey), Some(team.one.user)).expect("added");
        assert_eq!((given.assignee.name.as_str(), given.author.name.as_str()), ("one", "manager"));
        assert_eq!(titles(&team, &team.one, &TaskQuery::default()), ["Call"], "{}", team.stage.engine);
        for assignee in [team.two.user, UserId(9_999)] {
            let refused = add(&team.manager, Some(team.abbey), Some(assignee));
            assert!(matches!(refused, Err(AppError::Invalid { .. })), "{refused:?}");
        }
        assert!(matches!(add(&team.manager, Some(team.birch), None), Err(AppError::NotFound)));
        let names = |caller: &Caller| -> Vec<String> {
            app.people(caller).expect("people").into_iter().map(|person| person.name).collect()
        };
        assert_eq!(names(&team.one), ["one"]);
        let of_manager = names(&team.manager);
        assert!(of_manager.contains(&"one".to_owned()) && !of_manager.contains(&"two".to_owned()));
        assert!(names(&team.admin).contains(&"two".to_owned()));
    }
}

#[test]
fn a_rep_gives_tasks_to_themselves_only_and_the_operator_at_the_terminal_to_nobody() {
    for team in teams() {
        let app = &team.stage.app;
        let own = app.add_task(&team.one, &task("Own", Some(team.abbey), None)).expect("added");
        assert_eq!(own.assignee.id, team.one.user);
        let refused = app.add_task(&team.one, &task("Other's", Some(team.abbey), Some(team.manager.user)));
        assert!(matches!(refused, Err(AppError::Invalid { .. })), "{refused:?}");
        let refused = app.add_task(&Caller::system(), &task("Nobody's", None, None));
        assert!(matches!(refused, Err(AppError::Forbidden)), "{refused:?}");
        let refused = app.add_task(&team.one, &task(" ", None, None));
        assert!(matches!(refused, Err(AppError::Invalid { .. })), "{refused:?}");
    }
}

#[test]
fn tasks_are_seen_with_their_account_and_without_one_by_those_they_concern() {
    for team in teams() {
        let app = &team.stage.app;
        let of_account = app.add_task(&team.one, &task("Abbey", Some(team.abbey), None)).expect("added");
        let own = app.add_task(&team.one, &task("Own", None, None)).expect("added");
        let query = TaskQuery { account: Some(team.abbey), ..TaskQuery::default() };
        assert_eq!(titles(&team, &team.manager, &query), ["Abbey"], "{}", team.stage.engine);
        assert!(titles(&team, &team.two, &query).is_empty());
        let query = TaskQuery { assignee: Some(team.one.user), ..TaskQuery::default() };
        assert_eq!(titles(&team, &team.manager, &query), ["Abbey"], "what is one's own is nobody else's");
        for id in [of_account.id, own.id] {
            let changed = app.update_task(&team.two, id, &task("Mine", None, None));
            assert!(matches!(changed, Err(AppError::NotFound)), "{changed:?}");
            assert!(matches!(app.remove_task(&team.two, id), Err(AppError::NotFound)));
        }
        assert!(matches!(app.remove_task(&team.admin, own.id), Err(AppError::NotFound)));
    }
}

#[test]
fn a_task_is_done_opened_again_and_removed() {
    for team in teams() {
        let app = &team.stage.app;
        let input = task("Call", Some(team.abbey), Some(team.one.user));
        let given = app.add_task(&team.manager, &input).expect("added");
        let done = TaskInput { is_done: true, assignee: None, ..input.clone() };
        let first = app.update_task(&team.one, given.id, &done).expect("done");
        let again = app.update_task(&team.one, given.id, &done).expect("done");
        assert!(first.done_at.is_some() && first.done_at == again.done_at, "{}", team.stage.engine);
        assert_eq!(first.assignee.id, team.one.user, "it stays with the one who has it");
        assert!(titles(&team, &team.one, &TaskQuery::default()).is_empty());
        let all = TaskQuery { done: Some(true), ..TaskQuery::default() };
        assert_eq!(titles(&team, &team.one, &all), ["Call"]);
        let open = app.update_task(&team.one, given.id, &input).expect("opened");
        assert_eq!(open.done_at, None);
        assert!(matches!(app.remove_task(&team.one, given.id), Err(AppError::Forbidden)));
        app.remove_task(&team.manager, given.id).expect("removed");
        assert!(titles(&team, &team.one, &all).is_empty());
    }
}

#[test]
fn pages_of_any_size_give_every_task_once_open_ones_first_by_their_date() {
    for team in teams() {
        let app = &team.stage.app;
        let date = |day: u32| NaiveDate::from_ymd_opt(2026, 3, day);
        for (title, due_on, is_done) in [
            ("done late", date(9), true),
            ("no date", None, false),
            ("late", date(9), false),
            ("early", date(2), false),
            ("late too", date(9), false),
            ("done", None, true),
        ] {
            let input = TaskInput { due_on, is_done, ..task(title, None, None) };
            app.add_task(&team.one, &input).expect("added");
        }
        for limit in 1..=7 {
            let mut query = TaskQuery { done: Some(true), limit: Some(limit), ..TaskQuery::default() };
            let mut seen = Vec::new();
            loop {
                let page = app.tasks(&team.one, &query).expect("a page");
                assert_eq!(page.total, 6);
                seen.extend(page.items.into_iter().map(|task| task.title));
                query.cursor = page.next_cursor;
                if query.cursor.is_none() {
                    break;
                }
            }
            let expected = ["early", "late", "late too", "no date", "done late", "done"];
            assert_eq!(seen, expected, "{} {limit}", team.stage.engine);
        }
    }
}
