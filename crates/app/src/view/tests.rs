use super::*;
use crate::stage::Stage;
use crate::task::tests::person;
use bellwether_core::view::ViewPage;

/// Two reps without accounts and an admin.
struct People {
    one: Caller,
    two: Caller,
    admin: Caller,
}

fn people(stage: &Stage) -> People {
    stage.app.read_book().expect("read");
    People {
        one: person(stage, "one", Role::Leadership, None, None),
        two: person(stage, "two", Role::Leadership, None, None),
        admin: person(stage, "admin", Role::Admin, None, None),
    }
}

fn view(name: &str, query: &str, is_shared: bool) -> SavedViewInput {
    SavedViewInput { name: name.to_owned(), page: ViewPage::Accounts, query: query.to_owned(), is_shared }
}

fn names(stage: &Stage, caller: &Caller) -> Vec<(String, bool)> {
    let views = stage.app.views(caller).expect("views");
    views.into_iter().map(|view| (view.name, view.is_own)).collect()
}

#[test]
fn a_view_is_its_owners_alone_until_it_is_shared() {
    for stage in Stage::each() {
        let People { one, two, admin } = people(&stage);
        let app = &stage.app;
        let kept = app.add_view(&one, &view(" Iowa ", "state=IA&sort=name", false)).expect("kept");
        assert_eq!((kept.name.as_str(), kept.owner.as_str(), kept.is_own), ("Iowa", "one", true));
        assert_eq!(names(&stage, &one), [("Iowa".to_owned(), true)], "{}", stage.engine);
        assert_eq!(names(&stage, &two), [], "{}", stage.engine);
        for other in [&two, &admin] {
            let changed = app.update_view(other, kept.id, &view("Mine", "", false));
            assert!(matches!(changed, Err(AppError::NotFound)), "{changed:?}");
            assert!(matches!(app.remove_view(other, kept.id), Err(AppError::NotFound)));
        }
        app.update_view(&one, kept.id, &view("Iowa", "state=IA", true)).expect("shared");
        assert_eq!(names(&stage, &two), [("Iowa".to_owned(), false)], "{}", stage.engine);
        for other in [&two, &admin] {
            let changed = app.update_view(other, kept.id, &view("Mine", "", false));
            assert!(matches!(changed, Err(AppError::Forbidden)), "{changed:?}");
        }
        assert!(matches!(app.remove_view(&two, kept.id), Err(AppError::Forbidden)));
        app.remove_view(&admin, kept.id).expect("admins remove shared views");
        assert_eq!(names(&stage, &one), [], "{}", stage.engine);
    }
}

#[test]
fn one_person_has_a_name_once_for_a_page() {
    for stage in Stage::each() {
        let People { one, two, .. } = people(&stage);
        let app = &stage.app;
        let first = app.add_view(&one, &view("Iowa", "", false)).expect("kept");
        let second = app.add_view(&one, &view("Ohio", "", false)).expect("kept");
        let again = app.add_view(&one, &view("Iowa", "", true));
        assert!(matches!(again, Err(AppError::Conflict { .. })), "{}: {again:?}", stage.engine);
        let renamed = app.update_view(&one, second.id, &view("Iowa", "", false));
        assert!(matches!(renamed, Err(AppError::Conflict { .. })), "{}: {renamed:?}", stage.engine);
        app.update_view(&one, first.id, &view("Iowa", "state=IA", false)).expect("its own name");
        app.add_view(&two, &view("Iowa", "", false)).expect("another person");
        app.add_view(&one, &SavedViewInput { page: ViewPage::Map, ..view("Iowa", "", false) })
            .expect("another page");
        let nobody = app.add_view(&Caller::system(), &view("Iowa", "", false));
        assert!(matches!(nobody, Err(AppError::Forbidden)), "{nobody:?}");
    }
}

#[test]
fn only_the_query_of_an_address_is_kept() {
    let long = format!("search={}", "x".repeat(LONGEST_QUERY));
    for query in
        ["?state=IA", "state=IA#top", "a b=1", "search=%2", "search=%zz", "=1", "a=1&&b=2", "a=<b>", &long]
    {
        let refused = checked(&view("Iowa", query, false));
        assert!(matches!(refused, Err(AppError::Invalid { field, .. }) if field == "query"), "{query}");
    }
    for query in ["", "state=IA", "area=-94+41%2C-93%2042&level", "near=41.5,-93.6&columns=name,place"] {
        assert!(checked(&view("Iowa", query, false)).is_ok(), "{query}");
    }
    for name in ["", "  ", "two\nlines", &"x".repeat(LONGEST_NAME + 1)] {
        let refused = checked(&view(name, "", false));
        assert!(matches!(refused, Err(AppError::Invalid { field, .. }) if field == "name"), "{name}");
    }
}

#[test]
fn a_word_that_the_page_does_not_know_is_refused_with_those_it_knows() {
    for (page, query, word) in [
        (ViewPage::Accounts, "state=IA&sorting=name", "sorting"),
        (ViewPage::Accounts, "layer=heat", "layer"),
        (ViewPage::Map, "columns=name", "columns"),
        (ViewPage::Map, "stat%65=IA", "stat%65"),
    ] {
        let refused = checked(&SavedViewInput { page, ..view("Iowa", query, false) });
        let told = |message: &str| message.contains(&format!("`{word}`")) && message.contains("state");
        assert!(
            matches!(&refused, Err(AppError::Invalid { field, message }) if field == "query" && told(message)),
            "{query}: {refused:?}"
        );
    }
    let known =
        SavedViewInput { page: ViewPage::Map, ..view("Heat", "at=41,-93,6&layer=heat&period=30d", false) };
    assert!(checked(&known).is_ok());
}
