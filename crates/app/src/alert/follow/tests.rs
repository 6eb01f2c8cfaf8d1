//! What is learnt from the whole book, on a server that did not look at everybody itself.

use crate::App;
use crate::alert::tests::{account, orders, silent_account};
use std::sync::Arc;

#[test]
fn a_second_server_learns_anew_when_scores_have_come_and_not_with_every_order() {
    for stage in silent_account() {
        let other = App::open_at_terminal(stage.app.config.clone()).expect("a second server");
        let learnt = || {
            other.catch_up().expect("caught up");
            other.alert_book(&other.book(), false).expect("learnt")
        };
        other.read_book().expect("read");
        let before = learnt();
        orders(&stage, &account(3, 20, 5));
        assert!(Arc::ptr_eq(&before, &learnt()), "{}: orders of one account", stage.engine);
        stage.app.run_scoring(None).expect("scored");
        let after = learnt();
        assert!(!Arc::ptr_eq(&before, &after), "{}: scores", stage.engine);
        assert!(Arc::ptr_eq(&after, &learnt()), "{}: nothing since", stage.engine);
    }
}
