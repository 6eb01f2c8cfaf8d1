DROP TABLE rule_versions;
DROP TABLE accuracy_reports;
ALTER TABLE score_runs DROP COLUMN model;
