#!/usr/bin/env python3
"""Kills `sp500 run` at the system calls by which it publishes, and looks at what is left.

A run that replaces an earlier one is killed (SIGKILL, by `strace -e inject`) when a thread of it makes
the n-th call of a kind: one that renames, links, unlinks, forces or makes a folder. The next run that
begins at the same place has to finish or undo it: then folders and run.json are of one run, the old
or the new one, whole. A last run has to succeed.

With --update it is `sp500 update` that is killed, with the last day of a small market, where a run over
the days before was. The next update succeeds, and the outputs are those of one run over all days, byte
for byte but for the run's name.

With --first-run it is a run into an empty folder that is killed, and `sp500 update` with the last day
follows. It finds the run whole, and the outputs are those of one run over all days; or it finds none,
and is refused.

With --power-cut the outputs are on an ext4 file system in an image, mounted with noauto_da_alloc, and
the image is copied right after the kill, and after a run that ended by itself: what a disk holds when
the power goes. The next run works on the copy. That needs root, mkfs.ext4 and loop devices; where they
are missing it is skipped, and says so.

usage: kill-matrix.py [--every N] [--from K] [--update | --first-run] [--power-cut] CLASS_PATH FOLDER
  --every N   kill at every N-th call only (default 1), beginning with call K (default 1)
"""

import argparse
import datetime
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

KINDS = {
    "rename": "rename,renameat,renameat2",
    "link": "link,linkat",
    "unlink": "unlink,unlinkat,rmdir",
    "force": "fsync,fdatasync",
    "mkdir": "mkdir,mkdirat",
}
OUTPUTS = [
    "ticker_daily", "anomalies", "leaderboard", "market_daily", "shocks", "rejected",
    "bars", "ledger",
]
RUN_ID = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def command(class_path, action, output, *options):
    return [
        "java", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx256m", "-cp", class_path,
        "io.github.marketvolume.examples.Sp500", action, "--output", str(output), *options,
    ]


def run(arguments, expected=None):
    done = subprocess.run(arguments, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if expected is not None and done.returncode != expected:
        sys.exit(f"exit code {done.returncode} instead of {expected}: {' '.join(arguments)}\n{done.stderr}")
    return done


def killed(arguments, kind, number):
    """Whether the run was killed; else it ended by itself."""
    strace = [
        "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + KINDS[kind],
        "-e", f"inject={KINDS[kind]}:signal=KILL:when={number}",
    ]
    done = run(strace + arguments)
    if done.returncode not in (0, -9, 137):
        sys.exit(f"a run that was to be killed at {kind} {number} ended with {done.returncode}: {done.stderr}")
    return done.returncode != 0


def state(output):
    """The run that all of an output is of; fails if that is not one."""
    found = {}
    report = output / "run.json"
    found["run.json"] = json.loads(report.read_text())["run_id"] if report.exists() else None
    for name in OUTPUTS:
        manifest = output / name / ".marketvolume"
        lines = manifest.read_text().splitlines() if manifest.exists() else []
        found[name] = next((line[4:] for line in lines if line.startswith("run=")), None)
        for line in lines:
            if line.startswith("file="):
                size, _, part = line[5:].split(" ", 2)
                if (output / name / part).stat().st_size != int(size):
                    raise AssertionError(f"{output / name / part} is not whole")
    if len(set(found.values())) != 1:
        raise AssertionError(f"of several runs: {found}")
    return found["run.json"]


def content(output):
    """The bytes of what a run computed, without its name."""
    return {
        name + "/" + part.name: RUN_ID.sub(b"", part.read_bytes())
        for name in OUTPUTS if name != "rejected"
        for part in (output / name).glob("*.parquet")
    }


def write_market(file, days):
    """Prices of three tickers."""
    with open(file, "w", encoding="ascii") as out:
        out.write("Date,Symbol,Adj Close,Close,High,Low,Open,Volume\n")
        for day in days:
            for ticker in range(3):
                mixed = (day.toordinal() * 7919 + ticker * 104729) % 1009
                out.write(f"{day},T{ticker}" + f",{50 + mixed / 100}" * 5 + f",{1000 + mixed * mixed}\n")


class Folder:
    """A folder that is there anew for each run."""

    def __init__(self, path):
        self.path = path

    def renew(self, content):
        shutil.rmtree(self.path, ignore_errors=True)
        if content:
            shutil.copytree(content, self.path)

    def cut(self):
        pass

    def close(self):
        shutil.rmtree(self.path, ignore_errors=True)


class Disk:
    """A file system in an image, of which what is not forced is lost."""

    def __init__(self, folder):
        self.image = folder / "disk.img"
        self.mount = folder / "disk"
        self.path = self.mount / "out"
        self.mount.mkdir()
        self.mounted = False

    def _attach(self):
        run(["mount", "-o", "loop,noauto_da_alloc,commit=600", str(self.image), str(self.mount)], 0)
        self.mounted = True

    def _detach(self):
        if self.mounted:
            run(["umount", str(self.mount)], 0)
            self.mounted = False

    def is_possible(self):
        """Whether this machine can mount an image."""
        try:
            self.renew(None)
        except (SystemExit, OSError):
            return False
        return True

    def renew(self, content):
        self._detach()
        self.image.unlink(missing_ok=True)
        run(["truncate", "-s", "48M", str(self.image)], 0)
        run(["mkfs.ext4", "-q", "-F", str(self.image)], 0)
        self._attach()
        if content:
            shutil.copytree(content, self.path)
            os.sync()

    def cut(self):
        copy = self.image.with_suffix(".copy")
        run(["cp", "--sparse=always", str(self.image), str(copy)], 0)
        self._detach()
        copy.replace(self.image)
        self._attach()

    def close(self):
        self._detach()
        self.image.unlink(missing_ok=True)


class RunCase:
    """`sp500 run`, into nothing or in the place of an earlier run."""

    starts = (False, True)

    def __init__(self, class_path, folder):
        self.market = ["--tickers", "3", "--from", "2020-01-02", "--to", "2020-02-28"]
        self.broken = ["--layout", "kaggle", "--input", str(write_broken(folder))]
        self.class_path = class_path
        self.before = folder / "before"
        run(command(class_path, "run", self.before, *self.market), 0)

    def killed(self, output):
        return command(self.class_path, "run", output, *self.market, "--overwrite")

    def failing(self, output):
        """What settles what is left, reads a file that is no table of prices, and fails."""
        return command(self.class_path, "run", output, "--overwrite", *self.broken)

    def settle(self, output):
        run(self.failing(output), 1)

    def check(self, output):
        run(self.killed(output), 0)
        state(output)


class UpdateCase:
    """`sp500 update` with the last day, where there is a run over the days before."""

    starts = (False,)

    def __init__(self, class_path, folder):
        first = datetime.date(2020, 1, 2)
        days = [day for day in (first + datetime.timedelta(i) for i in range(71)) if day.weekday() < 5]
        for name, some in {"all": days, "head": days[:-1], "last": days[-1:]}.items():
            write_market(folder / f"{name}.csv", some)
        self.class_path = class_path
        self.folder = folder
        self.broken = write_broken(folder)
        self.before = folder / "before"
        run(self._command("run", self.before, folder / "head.csv"), 0)
        run(self._command("run", folder / "whole", folder / "all.csv"), 0)
        self.whole = content(folder / "whole")

    def _command(self, action, output, file):
        return command(
            self.class_path, action, output, "--input", str(file), "--layout", "kaggle", "--no-hindsight")

    def killed(self, output):
        return self._command("update", output, self.folder / "last.csv")

    def failing(self, output):
        return self._command("update", output, self.broken)

    def settle(self, output):
        run(self.failing(output), 1)

    def check(self, output):
        run(self.killed(output), 0)
        state(output)
        if content(output) != self.whole:
            raise AssertionError("the outputs are not those of one run")


class FirstRunCase(UpdateCase):
    """`sp500 run` into nothing, and `sp500 update` with the last day after it."""

    starts = (True,)

    def killed(self, output):
        return self._command("run", output, self.folder / "head.csv")

    def failing(self, output):
        return self._command("run", output, self.broken) + ["--overwrite"]

    def settle(self, output):
        """What is there after the update; it settles what is left of a run that was whole."""
        update = self._command("update", output, self.folder / "last.csv")
        done = run(update)
        if done.returncode == 2 and "has no ledger of a run to update" in done.stderr:
            left = [name for name in OUTPUTS if (output / name).exists()]
            if left:
                raise AssertionError(f"an update without a run before has written {left}")
            run(self.failing(output), 1)
            return
        if done.returncode:
            raise AssertionError(f"the update failed: {done.stderr}")
        if content(output) != self.whole:
            raise AssertionError("the outputs are not those of one run")

    def check(self, output):
        pass


def write_broken(folder):
    broken = folder / "broken.csv"
    broken.write_text("{}\n")
    return broken


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--from", type=int, default=1, dest="first")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--first-run", action="store_true")
    parser.add_argument("--power-cut", action="store_true")
    parser.add_argument("class_path")
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    folder = options.folder.resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    kind_of_case = FirstRunCase if options.first_run else UpdateCase if options.update else RunCase
    case = kind_of_case(options.class_path, folder)
    old = state(case.before)
    place = Disk(folder) if options.power_cut else Folder(folder / "out")
    if options.power_cut and not place.is_possible():
        print("skipped: no image can be mounted here; PublicationCrashTest has a store that forgets")
        return
    output = place.path
    outcomes = {}
    for kind in KINDS:
        for fresh in case.starts:
            number = options.first
            is_killed = True
            while is_killed:
                place.renew(None if fresh else case.before)
                where = f"{kind} {number}, {'nothing' if fresh else 'an output'} there before"
                is_killed = killed(case.killed(output), kind, number)
                place.cut()
                try:
                    case.settle(output)
                    found = state(output)
                except (AssertionError, OSError) as e:
                    sys.exit(f"killed at {where}: {e}")
                is_old = found == (None if fresh else old)
                if not is_killed and is_old:
                    sys.exit(f"a run that succeeded is lost, {where}")
                hidden = [
                    entry
                    for parent in (output,) if parent.exists()
                    for entry in os.listdir(parent) if entry.startswith(".")
                ]
                if hidden:
                    sys.exit(f"killed at {where}: {hidden} was left")
                outcome = "old" if is_old else "new"
                outcomes[(kind, outcome)] = outcomes.get((kind, outcome), 0) + 1
                if options.update or number % (4 * options.every) == options.first % (4 * options.every):
                    try:
                        case.check(output)
                    except (AssertionError, OSError) as e:
                        sys.exit(f"killed at {where}, and run again: {e}")
                number += options.every
    place.close()
    for kind in KINDS:
        print(f"{kind:7} old {outcomes.get((kind, 'old'), 0):4} new {outcomes.get((kind, 'new'), 0):4}")
    print(f"{sum(outcomes.values())} passed, 0 failed")


main()
