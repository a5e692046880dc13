"""Tests of check_vulnerabilities.py: python3 -m unittest, in this folder."""

import pathlib
import unittest

import check_vulnerabilities as check

LIST = pathlib.Path(__file__).with_name("vulnerabilities.tsv")


def bill(*coordinates):
    components = []
    for coordinate in coordinates:
        group, name, version = coordinate.split(":")
        components.append({"group": group, "name": name, "version": version})
    return {"components": components}


class VersionsTest(unittest.TestCase):
    def test_order_is_that_of_maven(self):
        ascending = [
            "1-alpha-1", "1-alpha2", "1-beta", "1-m3", "1-rc1", "1-SNAPSHOT", "1", "1-sp", "1-jre", "1.0.1", "1.1",
            "1.2", "1.10", "1.10.1", "2", "4.1.96.Final", "4.1.136.Final", "4.2.1.Beta1", "4.2.1.Final",
        ]
        for i, low in enumerate(ascending):
            for j, high in enumerate(ascending):
                self.assertEqual((i > j) - (i < j), check.compare(low, high), f"{low} and {high}")

    def test_equal_versions(self):
        for one, other in [("1", "1.0"), ("1.0.0", "1"), ("4.1.96.Final", "4.1.96"), ("1.0-ga", "1"), ("1.0-cr1", "1.0-RC1")]:
            self.assertEqual(0, check.compare(one, other), f"{one} and {other}")

    def test_ranges(self):
        for version, ranges, inside in [
            ("1.25.0", "[1.3,1.26.0)", True),
            ("1.26.0", "[1.3,1.26.0)", False),
            ("1.3", "[1.3,1.26.0)", True),
            ("1.3", "(1.3,1.26.0)", False),
            ("1.2", "[1.3,1.26.0)", False),
            ("1.26", "[1.3,1.26.0]", True),
            ("0.1", "(,2.5.2)", True),
            ("3.9.5", "[3.8.0,3.8.6) [3.9.0,3.9.5)", False),
            ("3.9.4", "[3.8.0,3.8.6) [3.9.0,3.9.5)", True),
            ("9", "[3.8.0,)", True),
        ]:
            self.assertEqual(inside, check.is_in(version, ranges), f"{version} in {ranges}")


class JudgementTest(unittest.TestCase):
    OTHER = "g:other:1"

    def judge(self, text, *coordinates):
        return check.judge(check.read_list(text), [bill(self.OTHER, *coordinates)])

    def test_an_affected_version_is_wrong(self):
        wrong, accepted, _ = self.judge("g:a\t(,2)\tCVE-1\t\n", "g:a:1.9")
        self.assertEqual(["g:a 1.9 is affected by CVE-1 ((,2))"], wrong)
        self.assertEqual([], accepted)

    def test_a_version_that_is_mended_is_not(self):
        self.assertEqual([], self.judge("g:a\t(,2)\tCVE-1\t\n", "g:a:2.0")[0])
        self.assertEqual([], self.judge("g:a\t(,2)\tCVE-1\t\n", "h:a:1.9", "g:b:1.9")[0])

    def test_an_accepted_version_is_said(self):
        wrong, accepted, _ = self.judge("g:a\t(,2)\tCVE-1\t1.9: not called\n", "g:a:1.9")
        self.assertEqual([], wrong)
        self.assertEqual(["g:a 1.9 stays, with CVE-1: not called"], accepted)

    def test_another_version_than_the_accepted_one_is_wrong(self):
        wrong, _, _ = self.judge("g:a\t(,2)\tCVE-1\t1.8: not called\n", "g:a:1.9")
        self.assertEqual(2, len(wrong))
        self.assertIn("g:a 1.9 is affected", wrong[0])
        self.assertIn("nothing has it", wrong[1])

    def test_an_acceptance_without_use_or_reason_is_wrong(self):
        self.assertIn("nothing has it", self.judge("g:a\t(,2)\tCVE-1\t1.9: not called\n", "g:a:2")[0][0])
        with self.assertRaises(SystemExit):
            check.read_list("g:a\t(,2)\tCVE-1\t1.9\n")

    def test_a_list_of_another_form_is_refused(self):
        for line in ["g:a\t<2\tCVE-1\t", "g:a\t(,2)\t\t", "g:a\t(,2)\tCVE-1", "g:a (,2) CVE-1"]:
            with self.assertRaises(SystemExit, msg=line):
                check.read_list(line)

    def test_bills_that_list_nothing_are_wrong(self):
        self.assertEqual(1, len(check.judge([], [{"components": []}])[0]))

    def test_the_list_itself_finds_what_a_spark_ships(self):
        entries = check.read_list(LIST.read_text(encoding="utf-8"))
        shipped = [
            "org.apache.zookeeper:zookeeper:3.6.3",
            "org.apache.commons:commons-compress:1.23.0", "org.apache.commons:commons-lang3:3.12.0",
            "org.apache.ivy:ivy:2.5.1", "org.lz4:lz4-java:1.8.0", "org.apache.logging.log4j:log4j-core:2.20.0",
        ]
        wrong = check.judge(entries, [bill(*shipped)])[0]
        for coordinate in shipped:
            library = coordinate.rpartition(":")[0]
            self.assertTrue(any(line.startswith(library + " ") for line in wrong), coordinate)


if __name__ == "__main__":
    unittest.main()
