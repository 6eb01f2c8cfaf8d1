//! The back-test, as people read it.

use crate::stage::Stage;
use actix_web::test::TestRequest;
use bellwether_core::Role;
use bellwether_core::accuracy::Accuracy;
use bellwether_testkit::database;

#[actix_web::test]
async fn a_rep_reads_the_latest_back_test() {
    for database in database::each_engine() {
        let engine = database.engine;
        let stage = Stage::on(database);
        let made = stage.app.run_backtest(None).expect("made");
        let reply = stage.send(&stage.actor(Role::Rep), TestRequest::get().uri("/api/v1/accuracy")).await;
        let read: Accuracy = serde_json::from_slice(&reply.body).expect("a report");
        assert!(read.made_at.is_some(), "{engine}");
        // The server may have made the same one again meanwhile.
        assert_eq!(Accuracy { made_at: made.made_at, ..read }, made, "{engine}");
        assert!(made.too_short.expect("two accounts are too few").contains("since"), "{engine}");
    }
}
