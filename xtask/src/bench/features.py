"""The feature pass over the same lines in DuckDB: what signals are made of, for every account. Prints the median of five."""
import statistics, sys, time
import duckdb

lines, as_of = sys.argv[1], int(sys.argv[2])
base = duckdb.connect()
base.execute("set threads = 2")
base.execute(f"create table lines as select * from read_csv('{lines}', header = true)")
FEATURES = f"""
create or replace table features as
with days as (
    select account, day, sum(cents) cents, count(*) line_count from lines where day <= {as_of} group by account, day
), gaps as (
    select *, {as_of} - day age, day - lag(day) over (partition by account order by day) gap from days
), mix as (
    select account, category, sum(cents) filter (day > {as_of} - 180) now, sum(cents) filter (day <= {as_of} - 180) before
    from lines where day between {as_of} - 359 and {as_of} group by account, category
)
select account, min(age) recency, max(age) + 1 tenure, count(*) order_days, avg(cents) average, last(cents order by day) latest,
    avg(line_count) average_lines, avg(gap) mean_gap, median(gap) median_gap, quantile_cont(gap, 0.8) p80, max(gap) longest,
    count(*) filter (age < 30) c30, count(*) filter (age between 30 and 59) c30_before,
    count(*) filter (age < 60) c60, count(*) filter (age between 60 and 119) c60_before,
    count(*) filter (age < 90) c90, count(*) filter (age between 90 and 179) c90_before,
    sum(cents) filter (age < 90) r90, sum(cents) filter (age between 90 and 179) r90_before, sum(cents) filter (age < 365) r365,
    any_value(categories) categories, any_value(before) categories_before
from gaps left join (select account, count(now) categories, count(before) before from mix group by account) using (account)
group by account
"""
times = []
for _ in range(5):
    start = time.perf_counter()
    base.execute(FEATURES)
    times.append(time.perf_counter() - start)
count = base.execute("select count(*) from features").fetchone()[0]
print(f"DuckDB {duckdb.__version__}, feature pass alone over the same lines, 2 threads: {statistics.median(times):.3f} s for {count} accounts")
