use super::*;
use crate::alert::tests::import;
use crate::brief::tests::id_of;
use crate::stage::Stage;
use bellwether_core::Permissions;
use bellwether_core::import::ImportKind;

fn stages() -> Vec<Stage> {
    let prepare = |stage: Stage| {
        stage.app.read_book().expect("read");
        let accounts = "Customer Number,Customer Name,City,Postal Code,Phone,Rep Number,Sales Rep\n\
                        A-100,Löwen Bräu,Ames,50010,(515) 555-0100,R1,Rep one\n\
                        A-200,Lowland Dairy,Des Moines,50309,515.555.0200,R2,Rep two\n\
                        A-300,Blowtorch,Ames,50011,,R1,Rep one\n";
        import(&stage, ImportKind::Accounts, accounts);
        let purchases = "account_id,order_id,order_date,item_id,item_name,quantity,revenue,started_by,buyer phone\n\
                         A-100,SO-4711,2026-03-01,P-7,Café creme,1,10.00,Zoë Müller,515 555 0199\n\
                         A-200,SO-4712,2026-03-02,P-8,Mop heads,1,20.00,Kim Doe,\n\
                         A-300,so-4713,2026-03-03,P-8,Mop heads,1,30.00,,\n";
        import(&stage, ImportKind::Purchases, purchases);
        stage
    };
    Stage::each().into_iter().map(prepare).collect()
}

fn search(stage: &Stage, caller: &Caller, q: &str) -> SearchHits {
    stage.app.search(caller, &SearchQuery { q: q.to_owned(), limit: None }).expect("hits")
}

fn accounts_of(hits: &SearchHits) -> Vec<&str> {
    hits.accounts.iter().map(|hit| hit.account.name.as_str()).collect()
}

#[test]
fn accounts_are_found_by_every_word_whatever_its_case_and_accents_the_best_first() {
    for stage in stages() {
        let found = |q: &str| accounts_of(&search(&stage, &Caller::system(), q)).join(", ");
        assert_eq!(found("LÖW"), found("low"));
        assert!(found("low").ends_with(", Blowtorch"), "{}: {}", stage.engine, found("low"));
        assert_eq!(found("lowen brau"), "Löwen Bräu");
        assert_eq!(found("low ames 50010"), "Löwen Bräu");
        assert_eq!(found("a-200"), "Lowland Dairy");
        assert_eq!(found("des dairy"), "Lowland Dairy");
        assert_eq!((found("low nowhere"), found("  ")), (String::new(), String::new()));
    }
}

#[test]
fn telephone_numbers_are_found_however_they_are_written_by_those_who_may_see_them() {
    for stage in stages() {
        let system = Caller::system();
        for q in ["515-555-0100", "(515) 555 0100", "5550100", "löwen 5550100"] {
            assert_eq!(accounts_of(&search(&stage, &system, q)), ["Löwen Bräu"], "{} {q}", stage.engine);
        }
        let permissions = Permissions { view_contacts: false, ..system.permissions };
        let blind = Caller { permissions, ..system };
        assert!(accounts_of(&search(&stage, &blind, "5550100")).is_empty(), "{}", stage.engine);
        assert!(search(&stage, &blind, "Kim").contacts.is_empty(), "{}", stage.engine);
    }
}

#[test]
fn people_orders_and_products_are_found_too() {
    for stage in stages() {
        let hits = |q: &str| search(&stage, &Caller::system(), q);
        let names = |q: &str| hits(q).contacts.into_iter().map(|hit| hit.name).collect::<Vec<_>>();
        assert_eq!(
            (names("MÜLLER"), names("kim doe")),
            (vec!["Zoë Müller".to_owned()], vec!["Kim Doe".to_owned()])
        );
        assert_eq!(
            (names("555-0199"), names("k%m")),
            (vec!["Zoë Müller".to_owned()], Vec::new()),
            "{}",
            stage.engine
        );
        let orders = |q: &str| hits(q).orders.into_iter().map(|hit| hit.number).collect::<Vec<_>>();
        assert_eq!(orders("SO-47"), ["so-4713", "SO-4712", "SO-4711"], "{}: the newest first", stage.engine);
        assert_eq!(orders("so-4711"), ["SO-4711"]);
        assert_eq!(orders("so-47 dairy"), ["SO-4712"]);
        assert_eq!(orders("4711"), Vec::<String>::new(), "numbers are known by how they begin");
        let products = |q: &str| hits(q).products.into_iter().map(|hit| hit.name).collect::<Vec<_>>();
        assert_eq!(
            (products("cafe"), products("p-8 mop")),
            (vec!["Café creme".to_owned()], vec!["Mop heads".to_owned()])
        );
    }
}

#[test]
fn nobody_finds_what_lies_outside_their_accounts() {
    for stage in stages() {
        let choices = stage.app.filter_choices(&Caller::system()).expect("choices");
        let rep = choices.reps.iter().find(|rep| rep.name == "Rep one").expect("a rep").id;
        let one = Caller { scope: Scope::Rep(rep), ..Caller::system() };
        let hits = search(&stage, &one, "low");
        assert_eq!(accounts_of(&hits), ["Löwen Bräu", "Blowtorch"], "{}", stage.engine);
        assert!(search(&stage, &one, "kim").contacts.is_empty());
        let numbers: Vec<String> =
            search(&stage, &one, "so-47").orders.into_iter().map(|hit| hit.number).collect();
        assert_eq!(numbers, ["so-4713", "SO-4711"], "{}", stage.engine);
        let nobody = Caller { scope: Scope::Nothing, ..Caller::system() };
        let nothing = search(&stage, &nobody, "low");
        assert!(nothing.accounts.is_empty() && search(&stage, &nobody, "so-47").orders.is_empty());
        assert!(id_of(&stage, "Blowtorch").0 > 0);
    }
}
