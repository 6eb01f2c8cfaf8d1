#!/usr/bin/env python3
"""Counts the real order histories without any of the product's code: csv and decimal only.

    python3 count.py DATA_FOLDER > expected.json
    python3 count.py ../../../../samples > samples.json

A row counts when it names a customer. Amounts are rounded to cents line by line, half away from
zero; an order is a customer with an order number.
"""
import csv, gzip, io, json, pathlib, sys
from decimal import Decimal, ROUND_HALF_UP


def rows(path):
    raw = path.read_bytes()
    if raw[:2] == b"\x1f\x8b":
        raw = gzip.decompress(raw)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    return csv.DictReader(io.StringIO(text, newline=""))


def cents(value):
    return int((value * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def customer(text):
    text = text.strip()
    return text[:-2] if text.endswith(".0") else text


def count(path, account, order, amount):
    read = rejected = revenue = 0
    accounts, orders = set(), set()
    for row in rows(path):
        read += 1
        who = customer(row[account])
        if not who:
            rejected += 1
            continue
        accounts.add(who)
        orders.add((who, row[order].strip()))
        revenue += cents(amount(row))
    return {"read": read, "rejected": rejected, "lines": read - rejected, "accounts": len(accounts),
            "orders": len(orders), "revenue_cents": revenue}


def main(folder):
    data = pathlib.Path(folder)
    if (data / "purchases.csv").exists():
        return {"purchases.csv": count(data / "purchases.csv", "Store Number", "Invoice",
                                       lambda r: Decimal(r["Sale (Dollars)"]))}
    expected = {
        "raw/superstore_orders.csv": count(data / "raw/superstore_orders.csv", "Customer ID", "Order ID",
                                           lambda r: Decimal(r["Sales"])),
        "raw/online_retail.csv.gz": count(data / "raw/online_retail.csv.gz", "CustomerID", "InvoiceNo",
                                          lambda r: Decimal(r["UnitPrice"]) * Decimal(r["Quantity"])),
    }
    for lines in sorted(data.glob("*/lines.csv.gz")):
        expected[f"{lines.parent.name}/lines.csv.gz"] = count(lines, "account_id", "order_id",
                                                              lambda r: Decimal(r["revenue"]))
    return expected


json.dump(main(sys.argv[1]), sys.stdout, indent=1)
print()
