/// A small tree and what a rule says of it. This file is a table.
struct RuleSample: Sendable {
    var rule: String
    var files: [String: String]
    /// Words of the complaint; `nil` where there must be none.
    var complaint: String?

    init(_ rule: String, _ complaint: String?, _ files: [String: String]) {
        self.rule = rule
        self.files = files
        self.complaint = complaint
    }

    /// One Swift file.
    init(_ rule: String, _ complaint: String?, _ path: String, _ text: String) {
        self.init(rule, complaint, [path: text])
    }

    private static let audit = "Sources/Audit/A.swift"
    private static let table = "docs/architecture.md"
    private static let rows = "```layers\nAudit: Bytes\nBytes:\nbezoar: Audit\n```\n"
    private static let toml = "rules/a.toml"
    private static let rule = "[[rule]]\nid = \"a-b\"\ngrades.d = { severity = \"low\" }\n"
    private static let package = """
        /// Words, "quoted", in a comment.
        room("Audit", ["Bytes"]),
        room("Bytes"),
        .executableTarget(
            name: "bezoar", dependencies: ["Audit"], exclude: ["bezoar.toml"]),
        .target(name: "TestSupport", dependencies: ["Bytes"], path: "Tests/Support"),

        """

    static let all: [RuleSample] = [
        RuleSample(
            "layers", nil, [table: rows, "Package.swift": package, audit: "package import Bytes\nimport Glibc\n"]),
        RuleSample("layers", "must be there", [:]),
        RuleSample("layers", "no fenced block", [table: "text\n", "Package.swift": package]),
        RuleSample("layers", "no row", [table: "```layers\nBytes:\n```\n", "Package.swift": package]),
        RuleSample("layers", "no target Walk", [table: rows + "```layers\nWalk:\n```\n", "Package.swift": package]),
        RuleSample("layers", "second row", [table: rows + "```layers\nBytes:\n```\n", "Package.swift": package]),
        RuleSample(
            "layers", "may not depend on Report",
            [
                table: rows,
                "Package.swift": package.replacing("[\"Bytes\"]", with: "[\"Bytes\", \"Report\"]"),
            ]),
        RuleSample(
            "layers", "does not depend on Bytes",
            [table: rows.replacing("bezoar: Audit", with: "bezoar: Audit Bytes"), "Package.swift": package]),
        RuleSample(
            "layers", "Bytes may not import Audit",
            [table: rows, "Package.swift": package, "Sources/Bytes/B.swift": "internal import struct Audit\n"]
        ),
        RuleSample(
            "layers", "bezoar may not import Bytes",
            [table: rows, "Package.swift": package, "agent/Main.swift": "private import Bytes\n"]),

        RuleSample("rule words", nil, [toml: rule, audit: "observe(\n\"a-b\", grade: c ? \"d\" : nil, \"Words\")\n"]),
        RuleSample(
            "rule words", nil, [toml: rule, audit: "active(\"a-b\")\n(grade, message) = (\"d\", \"Words\")\n"]),
        RuleSample("rule words", "no rule is called `a-c`", [toml: rule, audit: "f(rule: \"a-c\", \"d\")\n"]),
        RuleSample(
            "rule words", "A.swift:2: a-b has no grade `e`",
            [toml: rule, audit: "observe(\n\"a-b\", grade: c ? \"d\" : \"e\", \"Words\")\n"]),
        RuleSample(
            "rule words", "no rule of this file has the grade `e`",
            [toml: rule, audit: "active(\"a-b\")\nlet grade = \"e\"\ncase d\n"]),
        RuleSample("rule words", "no code gives the grade `d`", [toml: rule, audit: "active(\"a-b\")\n"]),

        RuleSample(
            "forbidden words", nil, audit, "let a = \"unsafe\"  // unsafe, try! fatalError()\nlet unsafer = 1\n"),
        RuleSample("forbidden words", nil, "Sources/Linux/A.swift", "unsafe f(UnsafePointer(p))\n"),
        RuleSample("forbidden words", "`unsafe`", audit, "let a = unsafe b\n"),
        RuleSample("forbidden words", "`unsafe`", audit, "nonisolated(unsafe) var a = 1\n"),
        RuleSample("forbidden words", "`unsafe`", audit, "let a = \"\\(unsafe b)\"\n"),
        RuleSample("forbidden words", "`withUnsafeBytes`", audit, "a.withUnsafeBytes { $0 }\n"),
        RuleSample("forbidden words", "`@unchecked`", audit, "final class A: @unchecked Sendable {}\n"),
        RuleSample("forbidden words", "`@safe`", audit, "@safe struct A {}\n"),
        RuleSample("forbidden words", "Foundation", "Tests/AuditTests/A.swift", "import Foundation\n"),
        RuleSample("forbidden words", "Foundation", audit, "private import FoundationEssentials\n"),
        RuleSample("forbidden words", "`import XCTest`", "Tests/AuditTests/A.swift", "import XCTest\n"),
        RuleSample("forbidden words", "`try!`", "Sources/Linux/A.swift", "try! f()\n"),
        RuleSample("forbidden words", "`as!`", audit, "a as! B\n"),
        RuleSample("forbidden words", "`fatalError(`", audit, "fatalError(\"no\")\n"),
        RuleSample("forbidden words", "`preconditionFailure(`", "Sources/Bytes/A.swift", "preconditionFailure()\n"),
        RuleSample("forbidden words", "`precondition(`", audit, "precondition(a)\n"),

        RuleSample("force unwraps", nil, audit, "if !a != b, !c { try? f(\"no!\") }  // here!\n"),
        RuleSample("force unwraps", "A.swift:2", audit, "let a = 1\nlet b = c!\n"),
        RuleSample("force unwraps", "A.swift:1", audit, "f(a[0]!)\n"),
        RuleSample("force unwraps", "A.swift:1", audit, "f(a()!.b)\n"),
        RuleSample("force unwraps", "A.swift:1", audit, "var a: Int!\n"),

        RuleSample("reminders", nil, "packaging/a", "#!/bin/bash\nmktemp /tmp/aXX" + "XXXX\nTO" + "DOs\n"),
        RuleSample("reminders", "a:2", "packaging/a", "#!/bin/bash\n# TO" + "DO: more\n"),
        RuleSample("reminders", "A.swift:1", audit, "// FIX" + "ME\n"),
        RuleSample("reminders", "A.swift:1", audit, "// (HA" + "CK)\n"),

        RuleSample("machine paths", nil, audit, "let a = \"/net" + "work/a /home/wo" + "rk/a .${a}/wo" + "rk/\"\n"),
        RuleSample("machine paths", "A.swift:1", audit, "// see /wo" + "rk/a\n"),
        RuleSample("machine paths", "Makefile:1", "Makefile", "A = '/wo" + "rk/a'\n"),

        RuleSample("file lengths", nil, audit, String(repeating: "\n", count: 400)),
        RuleSample("file lengths", "401 lines", audit, String(repeating: "\n", count: 401)),
        RuleSample(
            "file lengths", nil, audit, "// This file is a table: errno.\n" + String(repeating: "\n", count: 500)),
        RuleSample("file lengths", "501 lines", "packaging/a", "#!/bin/sh\n" + String(repeating: "\n", count: 500)),

        RuleSample(
            "function lengths", nil, audit,
            "protocol A {\n    func a()\n    func b()\n}\nfunc c() {\n" + String(repeating: "    c()\n", count: 68)
                + "}\n"),
        RuleSample(
            "function lengths", "A.swift:1: a function of 71 lines", audit,
            "func a() {\n" + String(repeating: "    if b { c() }\n", count: 69) + "}\n"),
        RuleSample(
            "function lengths", "A.swift:2: a function of 72 lines", audit,
            "struct A {\n    package init() {\n" + String(repeating: "    b()\n", count: 70) + "    }\n}\n"),

        RuleSample("line shapes", nil, ["Makefile": "a:\n\tb\n", audit: String(repeating: "é", count: 120) + "\n"]),
        RuleSample("line shapes", "a tab", audit, "\tlet a = 1\n"),
        RuleSample("line shapes", "white space", "docs/a.md", "text \n"),
        RuleSample("line shapes", "121 columns", "Benchmarks/a.c", String(repeating: "a", count: 121) + "\n"),
        RuleSample("line shapes", nil, "Tests/A.swift", "a(\"" + String(repeating: "a", count: 121) + "\")\n"),
        RuleSample("line shapes", "columns", "Tests/A.swift", "// " + String(repeating: "a", count: 121) + "\n"),
        RuleSample("line shapes", "columns", audit, "a(\"" + String(repeating: "a", count: 121) + "\")\n"),
        RuleSample("line shapes", "no newline", "rules/a.toml", "a = 1"),

        RuleSample(
            "fuzz seeds", nil,
            [
                "Tests/Fuzz/toml/F.swift": "@c(LLVMFuzzerTestOneInput)\n", "Tests/Fuzz/toml/seeds/a": "",
                "Tests/Fuzz/canary/F.swift": "@c(LLVMFuzzerTestOneInput)\n", "Tests/Fuzz/Driver/driver.h": "\n",
            ]),
        RuleSample("fuzz seeds", "no file in seeds", "Tests/Fuzz/toml/F.swift", "@c(LLVMFuzzerTestOneInput)\n"),

        RuleSample(
            "fixtures", nil, ["Tests/Fixtures/toml/a": "", "Tests/ATests/A.swift": "let a = fixture(\"toml/a\")\n"]),
        RuleSample("fixtures", "no test names it", ["Tests/Fixtures/toml/a": "", "Tests/ATests/A.swift": "// toml\n"]),

        RuleSample("rule ids", nil, ["rules/a.toml": "id = \"a-b2\"\n", audit: "let a = \"a-b2\"\n"]),
        RuleSample("rule ids", "no code and no test", "rules/a.toml", "id = \"a-b\"\n"),
        RuleSample("rule ids", "kebab-case", "rules/a.toml", "id = \"aB\"\n"),
        RuleSample("rule ids", "kebab-case", "rules/a.toml", "id = \"a--b\"\n"),
        RuleSample("rule ids", "stands in", ["rules/a.toml": "id = \"a\"\n", "rules/b.toml": "id = \"a\"\n"]),

        RuleSample(
            "test targets", nil,
            ["Package.swift": "tests(\"ATests\", [])\n", "Tests/ATests/A.swift": "@Test func a()\n"]),
        RuleSample("test targets", "no such test target", ["Package.swift": "\n", "Tests/ATests/A.swift": "@Test\n"]),
        RuleSample(
            "test targets", "no test in it",
            ["Package.swift": "tests(\"ATests\", [])\n", "Tests/ATests/A.swift": "// @Test\n"]),
    ]
}
