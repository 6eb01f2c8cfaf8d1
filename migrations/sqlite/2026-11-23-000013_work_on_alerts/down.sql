DROP INDEX open_tasks_by_alert;
DROP INDEX tasks_by_alert;
DROP INDEX alert_events_by_what;
