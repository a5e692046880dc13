#!/usr/bin/env python3
"""Checks the jar of volume-gcp that has Google's clients in it.

check_shaded.py JAR BILL-OF-MATERIALS

Fails, in a line that says what, unless nothing in the jar has, or asks for, a class under a name that
it was to be moved away from; each provider of a service that it names is in it; and the licences of
all that it contains are there.
"""

import json
import re
import sys
import zipfile

OURS = "io/github/marketvolume/gcp/"
MOVED = {
    "com/google/common/": OURS + "shaded/guava/",
    "com/google/thirdparty/": OURS + "shaded/thirdparty/",
    "com/google/protobuf/": OURS + "shaded/protobuf/",
    "com/google/gson/": OURS + "shaded/gson/",
    "org/apache/avro/": OURS + "shaded/avro/",
}

# Listed in the bill of materials, and left out of the jar.
LEFT_OUT = [
    "io.github.marketvolume:volume-core",
    "com.fasterxml.jackson.core:jackson-core",
    "org.jspecify:jspecify",
    "org.slf4j:slf4j-api",
]

SERVICES = "META-INF/services/"
# Several libraries bring providers of these.
MERGED = ["io.grpc.LoadBalancerProvider", "io.grpc.NameResolverProvider"]


def check(condition, message):
    if not condition:
        raise SystemExit(f"check_shaded.py: {message}")


def text(jar, name):
    check(name in jar.namelist(), f"there is no {name}")
    return jar.read(name).decode()


def check_classes(jar, classes):
    for old, new in MOVED.items():
        check(any(name.startswith(new) for name in classes), f"there is nothing in {new}")
        check(not any(name.startswith(old) for name in classes), f"there are classes in {old}")
    # In a class file: the name of a class, or within a descriptor.
    asks = re.compile(b"(?<![./])(" + b"|".join(old.encode() for old in MOVED) + b")\\w")
    for name in classes:
        found = asks.search(jar.read(name))
        check(not found, f"{name} asks for {found and found.group().decode()}...")


def check_services(jar, names):
    ours = 0
    for file in [name for name in names if name.startswith(SERVICES) and not name.endswith("/")]:
        lines = jar.read(file).decode().splitlines()
        providers = [line.partition("#")[0].strip() for line in lines]
        providers = [provider for provider in providers if provider]
        service = file[len(SERVICES) :]
        for provider in providers:
            check(provider.replace(".", "/") + ".class" in names, f"{file} names {provider}, which is not there")
        check(service not in MERGED or len(providers) > 1, f"{file} has one provider; they were not merged")
        ours += service.startswith("io.github.marketvolume.")
    check(ours == 5, f"{ours} of the library's own services are there, not 5")


def check_licences(jar, bill):
    check("Apache License" in text(jar, "META-INF/LICENSE"), "META-INF/LICENSE is another")
    check("Apache Software Foundation" in text(jar, "META-INF/NOTICE"), "META-INF/NOTICE lacks notices")
    named = {line.split()[0] for line in text(jar, "META-INF/THIRD-PARTY.txt").splitlines() if line}
    others = set()
    for component in bill["components"]:
        entries = component.get("licenses", [])
        licences = {entry.get("license", {}).get("id") for entry in entries}
        library = component["group"] + ":" + component["name"]
        if licences != {"Apache-2.0"} and library not in LEFT_OUT:
            others.add(library)
            check(library in named, f"META-INF/THIRD-PARTY.txt does not name {library}: {entries}")
    return len(bill["components"]) - len(LEFT_OUT), len(others)


def main():
    with zipfile.ZipFile(sys.argv[1]) as jar, open(sys.argv[2], encoding="utf-8") as file:
        names = jar.namelist()
        check(len(names) == len(set(names)), "some entries are there twice")
        classes = [name for name in names if name.endswith(".class")]
        check_classes(jar, classes)
        check_services(jar, set(names))
        manifest = text(jar, "META-INF/MANIFEST.MF")
        check("Automatic-Module-Name: io.github.marketvolume.gcp" in manifest, "it has no module name")
        libraries, others = check_licences(jar, json.load(file))
    print(f"{len(classes):,} classes of {libraries} libraries; of {others} the licence is another than Apache's, and there")


if __name__ == "__main__":
    main()
