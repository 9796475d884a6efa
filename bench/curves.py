"""Cost against size: a table of the curves in a file of JSON lines, the last size against the first.

usage: curves.py FILE [LIMIT]     LIMIT: ends with 1 when a curve grows by more than that

A list is judged by PAGE_MAX instead: up to 5,000 rows that may be meant are read and sorted, and so a page
costs more beside 5,000 rows than beside 1,000, and no more beside a million.
"""
import json
import re
import sys

PAGE_MAX = 20_000  # microseconds for fifty rows
KNOWN = {"deployed: one more version": "goes through all definitions, 0.1 us each"}

file, limit = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else None
curves = {}
for line in open(file):
    row = json.loads(line)
    point = re.fullmatch(r"(\d+): (.+)", row.get("what", ""))
    if row.get("bench") == "scale" and point and row["unit"] == "us":
        curves.setdefault(point[2], {})[int(point[1])] = row["value"]

sizes = None
grown = []
for what, points in sorted(curves.items(), key=lambda curve: (sorted(curve[1]), curve[0])):
    if len(points) < 2:
        continue
    if sizes != sorted(points):
        sizes = sorted(points)
        print("\n" + f"{'microseconds beside rows':<70}" + "".join(f"{n:>12,}" for n in sizes) + f"{'x':>8}")
    growth = points[sizes[-1]] / points[sizes[0]]
    is_list = what.startswith("list: ")
    if limit and what not in KNOWN and (points[sizes[-1]] > PAGE_MAX if is_list else growth > limit):
        grown.append(what)
    known = f"  {KNOWN[what]}" if what in KNOWN else ""
    print(f"{what:<70}" + "".join(f"{points[n]:>12,.4g}" for n in sizes) + f"{growth:>8.2f}{known}")
if grown:
    grew = f"{len(grown)} grow by more than {limit:g}, or take more than {PAGE_MAX:,} us a page: "
    sys.exit("\n" + grew + "; ".join(grown))
