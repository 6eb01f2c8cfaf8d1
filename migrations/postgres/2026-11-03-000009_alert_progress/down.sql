DROP TABLE account_notices;
DROP TABLE alert_progress;
