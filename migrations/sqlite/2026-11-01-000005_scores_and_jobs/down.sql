DROP TABLE alerts;
DROP TABLE score_history;
DROP TABLE scores;
DROP TABLE score_runs;
DROP TABLE jobs;
