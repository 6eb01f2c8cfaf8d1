-- What people did about alerts is found without looking through all that ever happened to any, and those that ended
-- without looking through those that have not.
CREATE INDEX alert_events_by_what ON alert_events (what, alert_id);
CREATE INDEX tasks_by_alert ON tasks (alert_id);
CREATE INDEX open_tasks_by_alert ON tasks (alert_id) WHERE done_on IS NULL;
CREATE INDEX alerts_by_state_and_date ON alerts (state, opened_on);
DROP INDEX alerts_by_date;

-- The cards of the day mention drafts: of all orders of an account only these are read.
CREATE INDEX orders_in_draft ON orders (account_id) WHERE status = 'draft';
