//! The tables, as both engines have them; a test compares this with what the migrations made.

diesel::table! {
    organisation (id) {
        id -> BigInt,
        name -> Text,
        time_zone -> Text,
        currency -> Text,
        week_start -> BigInt,
        fiscal_year_start_month -> BigInt,
        price_editing -> Bool,
        live_feed -> Bool,
        covers_up_to -> Nullable<Date>,
        pinned_as_of -> Nullable<Date>,
        instance_secret -> Nullable<Text>,
        extra -> Text,
    }
}

diesel::table! {
    id_counters (name) {
        name -> Text,
        next_id -> BigInt,
    }
}

diesel::table! {
    regions (id) {
        id -> BigInt,
        name -> Text,
        import_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    territories (id) {
        id -> BigInt,
        region_id -> BigInt,
        name -> Text,
        shape -> Nullable<Text>,
    }
}

diesel::table! {
    reps (id) {
        id -> BigInt,
        source -> Text,
        external_id -> Text,
        name -> Text,
        email -> Nullable<Text>,
        phone -> Nullable<Text>,
        region_id -> Nullable<BigInt>,
        import_id -> Nullable<BigInt>,
        revision -> BigInt,
    }
}

diesel::table! {
    users (id) {
        id -> BigInt,
        email -> Text,
        name -> Text,
        phone -> Nullable<Text>,
        password_hash -> Nullable<Text>,
        role -> Text,
        rep_id -> Nullable<BigInt>,
        view_margin -> Bool,
        view_contacts -> Bool,
        view_financials -> Bool,
        must_change_password -> Bool,
        preferences -> Text,
        created_at -> Timestamp,
        disabled_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    user_regions (user_id, region_id) {
        user_id -> BigInt,
        region_id -> BigInt,
    }
}

diesel::table! {
    sessions (id) {
        id -> BigInt,
        user_id -> BigInt,
        token_sha256 -> Text,
        csrf_token -> Text,
        created_at -> Timestamp,
        last_seen_at -> Timestamp,
        expires_at -> Timestamp,
        user_agent -> Text,
    }
}

diesel::table! {
    api_keys (id) {
        id -> BigInt,
        owner_id -> BigInt,
        name -> Text,
        prefix -> Text,
        key_sha256 -> Text,
        role -> Text,
        scopes -> Text,
        created_at -> Timestamp,
        expires_at -> Nullable<Timestamp>,
        last_used_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    audit_log (id) {
        id -> BigInt,
        at -> Timestamp,
        user_id -> Nullable<BigInt>,
        action -> Text,
        object -> Text,
        detail -> Text,
        request_id -> Text,
    }
}

diesel::table! {
    accounts (id) {
        id -> BigInt,
        source -> Text,
        external_id -> Text,
        name -> Text,
        search_key -> Text,
        status -> Text,
        street -> Text,
        city -> Text,
        state -> Text,
        postal_code -> Text,
        country -> Text,
        latitude -> Nullable<Double>,
        longitude -> Nullable<Double>,
        geocode_precision -> Text,
        industry -> Text,
        phone -> Text,
        email -> Text,
        website -> Text,
        rep_id -> Nullable<BigInt>,
        region_id -> Nullable<BigInt>,
        parent_id -> Nullable<BigInt>,
        bill_to_id -> Nullable<BigInt>,
        custom_fields -> Text,
        created_at -> Timestamp,
        import_id -> Nullable<BigInt>,
        revision -> BigInt,
        payment_terms_days -> Nullable<BigInt>,
    }
}

diesel::table! {
    contacts (id) {
        id -> BigInt,
        account_id -> BigInt,
        source -> Text,
        external_id -> Text,
        name -> Text,
        title -> Text,
        email -> Text,
        phone -> Text,
        import_id -> Nullable<BigInt>,
        revision -> BigInt,
    }
}

diesel::table! {
    categories (id) {
        id -> BigInt,
        parent_id -> Nullable<BigInt>,
        name -> Text,
        import_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    products (id) {
        id -> BigInt,
        source -> Text,
        external_id -> Text,
        name -> Text,
        search_key -> Text,
        category_id -> Nullable<BigInt>,
        unit -> Text,
        cost_cents -> Nullable<BigInt>,
        supersedes_id -> Nullable<BigInt>,
        custom_fields -> Text,
        import_id -> Nullable<BigInt>,
        revision -> BigInt,
        availability -> Text,
        pack_of_id -> Nullable<BigInt>,
        pack_size_milli -> Nullable<BigInt>,
    }
}

diesel::table! {
    orders (id) {
        id -> BigInt,
        account_id -> BigInt,
        source -> Text,
        external_id -> Text,
        status -> Text,
        placed_on -> Date,
        placed_at -> Nullable<Timestamp>,
        started_by_id -> Nullable<BigInt>,
        line_count -> BigInt,
        quantity_milli -> BigInt,
        revenue_cents -> BigInt,
        cost_cents -> BigInt,
        costed_revenue_cents -> BigInt,
        import_id -> Nullable<BigInt>,
        revision -> BigInt,
        credits_order -> Nullable<Text>,
    }
}

diesel::table! {
    order_lines (id) {
        id -> BigInt,
        account_id -> BigInt,
        order_id -> BigInt,
        product_id -> BigInt,
        line_key -> Nullable<Text>,
        quantity_milli -> BigInt,
        revenue_cents -> BigInt,
        cost_cents -> Nullable<BigInt>,
        import_id -> Nullable<BigInt>,
        revision -> BigInt,
        backordered_milli -> Nullable<BigInt>,
    }
}

diesel::table! {
    invoices (id) {
        id -> BigInt,
        account_id -> BigInt,
        order_id -> Nullable<BigInt>,
        source -> Text,
        external_id -> Text,
        kind -> Text,
        status -> Text,
        issued_on -> Date,
        due_on -> Nullable<Date>,
        currency -> Text,
        amount_cents -> BigInt,
        open_balance_cents -> BigInt,
        import_id -> Nullable<BigInt>,
        revision -> BigInt,
    }
}

diesel::table! {
    targets (id) {
        id -> BigInt,
        month -> Date,
        rep_id -> Nullable<BigInt>,
        account_id -> Nullable<BigInt>,
        category_id -> Nullable<BigInt>,
        amount_cents -> BigInt,
        import_id -> Nullable<BigInt>,
        revision -> BigInt,
    }
}

diesel::table! {
    deals (id) {
        id -> BigInt,
        account_id -> BigInt,
        source -> Text,
        external_id -> Text,
        name -> Text,
        stage -> Text,
        amount_cents -> BigInt,
        probability -> Nullable<Double>,
        opened_on -> Date,
        expected_on -> Nullable<Date>,
        closed_on -> Nullable<Date>,
        outcome -> Text,
        custom_fields -> Text,
        import_id -> Nullable<BigInt>,
        revision -> BigInt,
    }
}

diesel::table! {
    interactions (id) {
        id -> BigInt,
        account_id -> BigInt,
        contact_id -> Nullable<BigInt>,
        user_id -> Nullable<BigInt>,
        author -> Text,
        source -> Text,
        external_id -> Text,
        kind -> Text,
        direction -> Text,
        happened_on -> Date,
        happened_at -> Nullable<Timestamp>,
        subject -> Text,
        body -> Text,
        promised -> Text,
        outcome -> Text,
        logged_at -> Timestamp,
        import_id -> Nullable<BigInt>,
        revision -> BigInt,
    }
}

diesel::table! {
    imports (id) {
        id -> BigInt,
        user_id -> Nullable<BigInt>,
        file_name -> Text,
        kind -> Text,
        source -> Text,
        status -> Text,
        mapping -> Text,
        rows_read -> BigInt,
        rows_added -> BigInt,
        rows_updated -> BigInt,
        rows_unchanged -> BigInt,
        rows_rejected -> BigInt,
        accounts_added -> BigInt,
        orders_added -> BigInt,
        products_added -> BigInt,
        amount_cents -> BigInt,
        rejections -> Text,
        bytes_read -> BigInt,
        bytes_total -> BigInt,
        covers_up_to -> Nullable<Date>,
        started_at -> Timestamp,
        finished_at -> Nullable<Timestamp>,
        failure -> Nullable<Text>,
        job_id -> Nullable<BigInt>,
        revision -> Nullable<BigInt>,
        id_ranges -> Nullable<Text>,
        warning -> Nullable<Text>,
    }
}

diesel::table! {
    import_errors (import_id, number) {
        import_id -> BigInt,
        number -> BigInt,
        row_number -> BigInt,
        column_name -> Text,
        value -> Text,
        code -> Text,
        message -> Text,
        remedy -> Text,
    }
}

diesel::table! {
    import_before (import_id, account_id, kind, row_id) {
        import_id -> BigInt,
        kind -> Text,
        row_id -> BigInt,
        account_id -> BigInt,
        image -> Text,
    }
}

diesel::table! {
    mappings (name) {
        name -> Text,
        mapping -> Text,
        saved_at -> Timestamp,
    }
}

diesel::table! {
    changes (seq) {
        seq -> BigInt,
        kind -> Text,
        account_id -> Nullable<BigInt>,
        at -> Timestamp,
    }
}

diesel::table! {
    jobs (id) {
        id -> BigInt,
        kind -> Text,
        status -> Text,
        parameters -> Text,
        unique_key -> Nullable<Text>,
        import_id -> Nullable<BigInt>,
        progress_done -> BigInt,
        progress_total -> BigInt,
        result -> Nullable<Text>,
        error -> Nullable<Text>,
        attempts -> BigInt,
        created_at -> Timestamp,
        run_after -> Timestamp,
        started_at -> Nullable<Timestamp>,
        finished_at -> Nullable<Timestamp>,
        worker -> Nullable<Text>,
        leased_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    score_runs (id) {
        id -> BigInt,
        model_version -> Text,
        as_of -> Date,
        job_id -> Nullable<BigInt>,
        started_at -> Timestamp,
        finished_at -> Nullable<Timestamp>,
        account_count -> BigInt,
        model -> Nullable<Text>,
    }
}

diesel::table! {
    accuracy_reports (id) {
        id -> BigInt,
        as_of -> Date,
        made_at -> Timestamp,
        chosen -> Text,
        body -> Text,
    }
}

diesel::table! {
    rule_versions (version) {
        version -> BigInt,
        rules -> Text,
        author_id -> Nullable<BigInt>,
        author -> Text,
        note -> Text,
        saved_at -> Timestamp,
    }
}

diesel::table! {
    scores (account_id) {
        account_id -> BigInt,
        run_id -> BigInt,
        as_of -> Date,
        model_version -> Text,
        segment -> Text,
        churn_risk -> Nullable<Double>,
        health -> Nullable<Double>,
        window_from -> Nullable<Date>,
        window_until -> Nullable<Date>,
        window_likely -> Nullable<Date>,
        outreach_on -> Nullable<Date>,
        body -> Text,
    }
}

diesel::table! {
    score_history (account_id, run_id) {
        account_id -> BigInt,
        run_id -> BigInt,
        as_of -> Date,
        model_version -> Text,
        segment -> Text,
        churn_risk -> Nullable<Double>,
        health -> Nullable<Double>,
    }
}

diesel::table! {
    alerts (id) {
        id -> BigInt,
        account_id -> BigInt,
        kind -> Text,
        product_id -> Nullable<BigInt>,
        state -> Text,
        tier -> Text,
        confidence -> Text,
        rule_version -> BigInt,
        opened_on -> Date,
        as_of -> Date,
        changed_at -> Timestamp,
        snoozed_until -> Nullable<Date>,
        dismiss_reason -> Nullable<Text>,
        outcome -> Nullable<Text>,
        was_right -> Nullable<Bool>,
        value_cents -> BigInt,
        grounds -> Text,
        evidence -> Text,
    }
}

diesel::table! {
    alert_events (id) {
        id -> BigInt,
        alert_id -> BigInt,
        account_id -> BigInt,
        at -> Timestamp,
        user_id -> Nullable<BigInt>,
        author -> Text,
        what -> Text,
        detail -> Text,
    }
}

diesel::table! {
    alert_verdicts (account_id, alert_id) {
        alert_id -> BigInt,
        account_id -> BigInt,
        kind -> Text,
        tier -> Text,
        was_right -> Bool,
        silence_days -> Nullable<BigInt>,
        evidence -> Text,
        user_id -> Nullable<BigInt>,
        author -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    account_closures (id) {
        id -> BigInt,
        account_id -> BigInt,
        from_day -> Date,
        until_day -> Date,
        note -> Text,
        author -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    webhooks (id) {
        id -> BigInt,
        name -> Text,
        url -> Text,
        secret -> Text,
        owner_id -> BigInt,
        is_enabled -> Bool,
        created_at -> Timestamp,
    }
}

diesel::table! {
    deliveries (id) {
        id -> BigInt,
        channel -> Text,
        user_id -> Nullable<BigInt>,
        webhook_id -> Nullable<BigInt>,
        recipient -> Text,
        subject -> Text,
        body -> Text,
        status -> Text,
        attempts -> BigInt,
        created_at -> Timestamp,
        next_attempt_at -> Nullable<Timestamp>,
        leased_until -> Nullable<Timestamp>,
        sent_at -> Nullable<Timestamp>,
        error -> Nullable<Text>,
        unique_key -> Nullable<Text>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    organisation,
    id_counters,
    regions,
    territories,
    reps,
    users,
    user_regions,
    sessions,
    api_keys,
    audit_log,
    accounts,
    contacts,
    categories,
    products,
    orders,
    order_lines,
    invoices,
    targets,
    deals,
    interactions,
    tasks,
    saved_views,
    imports,
    import_errors,
    import_before,
    mappings,
    changes,
    jobs,
    score_runs,
    scores,
    score_history,
    alerts,
    alert_events,
    alert_verdicts,
    account_closures,
    webhooks,
    deliveries,
    accuracy_reports,
    rule_versions,
);

diesel::table! {
    alert_progress (id) {
        id -> BigInt,
        seq -> BigInt,
        as_of -> Nullable<Date>,
        rule_version -> BigInt,
    }
}

diesel::table! {
    account_notices (user_id, account_id) {
        user_id -> BigInt,
        account_id -> BigInt,
        noticed_on -> Date,
    }
}

diesel::table! {
    tasks (id) {
        id -> BigInt,
        title -> Text,
        account_id -> Nullable<BigInt>,
        alert_id -> Nullable<BigInt>,
        due_on -> Nullable<Date>,
        assignee_id -> BigInt,
        author_id -> BigInt,
        created_at -> Timestamp,
        done_at -> Nullable<Timestamp>,
        done_on -> Nullable<Date>,
        done_by_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    saved_views (id) {
        id -> BigInt,
        owner_id -> BigInt,
        page -> Text,
        name -> Text,
        query -> Text,
        is_shared -> Bool,
        changed_at -> Timestamp,
    }
}

diesel::joinable!(saved_views -> users (owner_id));
diesel::joinable!(accounts -> reps (rep_id));
diesel::joinable!(contacts -> accounts (account_id));
diesel::joinable!(orders -> accounts (account_id));
diesel::joinable!(invoices -> accounts (account_id));
diesel::joinable!(interactions -> accounts (account_id));
diesel::joinable!(scores -> accounts (account_id));
diesel::joinable!(score_history -> accounts (account_id));
diesel::joinable!(alerts -> accounts (account_id));
diesel::joinable!(alert_events -> accounts (account_id));
diesel::joinable!(alert_verdicts -> accounts (account_id));
diesel::joinable!(account_closures -> accounts (account_id));
