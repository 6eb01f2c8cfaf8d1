import sys, time
import duckdb

lines, accounts, products, categories = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
base = duckdb.connect()
base.execute("set threads = 2")
base.execute("set enable_progress_bar = false")
base.execute(f"""create table lines as select cast(substr(account_id, 2) as integer) account,
    cast(substr(order_id, 2) as integer) order_id, order_date as day, cast(substr(item_id, 2) as integer) product,
    cast(quantity as integer) quantity, cast(round(revenue * 100) as integer) revenue, cast(round(cost * 100) as integer) cost
    from read_csv('{lines}', header = true)""")
base.execute(f"create table accounts as select * from read_csv('{accounts}', header = true)")
base.execute(f"create table products as select range::integer product, (range % {categories})::integer category from range({products})")
print(f"DuckDB {duckdb.__version__}, 2 threads", flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    for query in line.split(";"):
        base.execute(query).fetchall()
    print((time.perf_counter() - start) * 1000, flush=True)
