"""Cost against size: a table of the curves in a file of JSON lines, the last size against the first.

usage: curves.py FILE [LIMIT]     LIMIT: ends with 1 when a curve grows by more than that
"""
import json
import re
import sys

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
    if limit and growth > limit:
        grown.append(what)
    print(f"{what:<70}" + "".join(f"{points[n]:>12,.4g}" for n in sizes) + f"{growth:>8.2f}")
if grown:
    sys.exit(f"\n{len(grown)} grow by more than {limit:g}: " + "; ".join(grown))
