DROP INDEX orders_in_draft;
CREATE INDEX alerts_by_date ON alerts (opened_on);
DROP INDEX alerts_by_state_and_date;
DROP INDEX open_tasks_by_alert;
DROP INDEX tasks_by_alert;
DROP INDEX alert_events_by_what;
