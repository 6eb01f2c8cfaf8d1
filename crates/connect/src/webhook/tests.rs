use super::*;

#[test]
fn the_signature_is_that_of_the_convention() {
    let made = signature(
        "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
        "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
        1_649_367_553,
        r#"{"email":"test@example.com","username":"test_user"}"#,
    );
    assert_eq!(made.as_deref(), Ok("v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw="));
}

#[test]
fn a_key_of_another_form_is_refused() {
    for key in ["", "C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "whsec_%%%"] {
        assert_eq!(signature(key, "m", 1, "{}"), Err(UnusableKey), "{key}");
    }
}

#[test]
fn waits_grow_to_two_hours_and_end_after_three_days() {
    let first: Vec<i64> = (1..=8).map_while(wait_after).map(|wait| wait.num_seconds()).collect();
    assert_eq!(first, [5, 30, 120, 600, 1_800, 3_600, 7_200, 7_200]);
    let all: Vec<TimeDelta> = (1..).map_while(wait_after).collect();
    let total: TimeDelta = all.iter().sum();
    assert!(total <= TimeDelta::days(3) && total > TimeDelta::days(3) - TimeDelta::hours(2), "{total}");
    assert_eq!((wait_after(0), wait_after(u32::MAX)), (None, None));
    assert_eq!(wait_after(u32::try_from(all.len()).expect("few") + 1), None);
}

#[test]
fn key_and_address_stay_out_of_logs() {
    let post = Post {
        id: "d_1".to_owned(),
        url: "https://example.com/?key=hidden".to_owned(),
        secret: "whsec_hidden".to_owned(),
        body: "{}".to_owned(),
        sent_at: NaiveDateTime::default(),
    };
    assert!(!format!("{post:?}").contains("hidden"), "{post:?}");
}
