#!/usr/bin/env python3
"""Compares bills of materials with a list of published vulnerabilities.

check_vulnerabilities.py LIST BILL-OF-MATERIALS...

LIST is vulnerabilities.tsv, which says what its columns are; a bill of materials is CycloneDX, as JSON. Fails,
in a line for each, if a component is in an affected range, unless the list says why that version stays; and if
the list accepts a version that no bill has. Prints what is accepted. It asks nobody: a vulnerability that is
published later is found when somebody adds it to the list.
"""

import json
import re
import sys

RANGE = re.compile(r"([\[(])([^,\[\]()]*),([^,\[\]()]*)([\])])")
# As Maven orders them (org.apache.maven.artifact.versioning.ComparableVersion): before a release, a release, after it.
QUALIFIERS = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"]
ALIASES = {"ga": "", "final": "", "release": "", "cr": "rc", "a": "alpha", "b": "beta", "m": "milestone"}


def order(version):
    """What versions are compared by: numbers, and the words between them; what says nothing at the end is dropped."""
    items = []
    for part in re.findall(r"\d+|[a-z]+", version.lower()):
        if part.isdigit():
            items.append((2, int(part), ""))
        else:
            word = ALIASES.get(part, part)
            known = word in QUALIFIERS
            items.append((0, QUALIFIERS.index(word), "") if known else (1, 0, word))
    while items and items[-1] in NOTHING:
        items.pop()
    return items


RELEASE = (0, QUALIFIERS.index(""), "")
NOTHING = [(2, 0, ""), RELEASE]


def compare(one, other):
    """Negative, zero or positive, as the first version is before, equal to or after the second."""
    left, right = order(one), order(other)
    for i in range(max(len(left), len(right))):
        a = left[i] if i < len(left) else None
        b = right[i] if i < len(right) else None
        # A version that ends is as one that goes on with 0 before a number, and with a release before a word.
        a = a or ((2, 0, "") if b[0] == 2 else RELEASE)
        b = b or ((2, 0, "") if a[0] == 2 else RELEASE)
        if a != b:
            return -1 if a < b else 1
    return 0


def is_in(version, ranges):
    """Whether a version is in one of the ranges."""
    for opening, low, high, closing in RANGE.findall(ranges):
        after_low = not low or compare(version, low) > 0 or (opening == "[" and compare(version, low) == 0)
        before_high = not high or compare(version, high) < 0 or (closing == "]" and compare(version, high) == 0)
        if after_low and before_high:
            return True
    return False


def read_list(text):
    """The entries of the list: library, ranges, advisories, accepted versions, and why."""
    entries = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.split("\t")
        is_whole = len(columns) == 4 and columns[2] and RANGE.search(columns[1]) and not RANGE.sub("", columns[1]).strip()
        if not is_whole:
            raise SystemExit(f"check_vulnerabilities.py: line {number} of the list is not four columns with ranges: {line}")
        library, ranges, advisories, accepted = columns
        versions, _, why = accepted.partition(":")
        if accepted and not why.strip():
            raise SystemExit(f"check_vulnerabilities.py: line {number} of the list accepts {versions} and does not say why")
        entries.append((library, ranges, advisories, versions.split(), why.strip()))
    return entries


def components(bill):
    """The libraries of a bill: names and versions."""
    return [(f"{c.get('group', '')}:{c['name']}", c.get("version", "")) for c in bill.get("components", [])]


def judge(entries, bills):
    """What is wrong, and what is accepted, in lines; and how many libraries there are."""
    wrong, accepted, used = [], [], set()
    found = sorted({component for bill in bills for component in components(bill)})
    for library, version in found:
        for number, (of, ranges, advisories, versions, why) in enumerate(entries):
            if of != library or not is_in(version, ranges):
                continue
            if version in versions:
                used.add((number, version))
                accepted.append(f"{library} {version} stays, with {advisories}: {why}")
            else:
                wrong.append(f"{library} {version} is affected by {advisories} ({ranges})")
    for number, (library, _, advisories, versions, _) in enumerate(entries):
        for version in versions:
            if (number, version) not in used:
                wrong.append(f"the list accepts {library} {version} for {advisories}, and nothing has it; remove that")
    if len(found) < 2:
        wrong.append("the bills of materials list nothing")
    return wrong, accepted, len(found)


def main(arguments):
    if len(arguments) < 2:
        raise SystemExit("check_vulnerabilities.py: give the list and one bill of materials or more")
    with open(arguments[0], encoding="utf-8") as file:
        entries = read_list(file.read())
    bills = []
    for name in arguments[1:]:
        with open(name, encoding="utf-8") as file:
            bills.append(json.load(file))
    wrong, accepted, count = judge(entries, bills)
    print(*accepted, sep="\n", end="\n" if accepted else "")
    for line in wrong:
        print(f"check_vulnerabilities.py: {line}", file=sys.stderr)
    if wrong:
        raise SystemExit(1)
    print(f"{count} libraries, none of which is in an affected range of {len(entries)} that is not accepted")


if __name__ == "__main__":
    main(sys.argv[1:])
