import Audit
import Embed
import Inventory
import Testing

private func mistakes(_ text: String) -> [String] {
    do throws(RuleFile.Failure) {
        _ = try RuleFile.read(Array(text.utf8), name: "rules/x.toml")
        return []
    } catch {
        return error.mistakes
    }
}

private let complete = """
    [[rule]]
    id = "a-rule"
    title = "t"
    severity = "high"
    confidence = "low"
    meaning = "m"
    evidence = "e"
    remedy = "r"

    """

@Test("The built-in rules are read, each with all it needs")
func builtIn() throws {
    var ids: Set<String> = []
    for file in EmbeddedFile.all() where file.name.hasPrefix("rules/") {
        for rule in try RuleFile.read(file.bytes, name: file.name) {
            #expect(ids.insert(rule.id).inserted, "\(rule.id) stands twice")
            #expect(file.name == "rules/\(rule.family).toml")
            for (name, grade) in rule.grades { #expect(!grade.meaning.isEmpty, "\(rule.id) \(name) says nothing") }
        }
    }
    let needed = [
        "symlink-escape", "special-file", "setuid-file", "silent-change", "manifest-edited", "checksum-mismatch",
        "content-address-mismatch", "record-mismatch", "sidecar-mismatch", "misplaced-entry", "immutable-changed",
        "index-mismatch", "self-attested", "startup-hook", "unsafe-entry", "cached-redirect", "unpacked-mismatch",
        "foreign-file", "archive-traversal", "version-shadow", "same-version-different-content",
        "private-name-public-source", "local-install-shadow", "lockfile-conflict", "unknown-index-version", "moved-tag",
    ]
    #expect(Set(needed).subtracting(ids) == [])
}

@Test("A complete rule is read with its defaults")
func completeRule() throws {
    let rules = try RuleFile.read(Array(complete.utf8), name: "folder/x.toml")
    #expect(rules.count == 1)
    #expect(rules.first?.family == "x")
    #expect(rules.first?.severity == .high)
    #expect(rules.first?.isEnabledByDefault == true)
}

@Test("What stands above a grade is its meaning; what stands above something else is not")
func meaningOfGrades() throws {
    let grade = "{ severity = \"low\", confidence = \"low\" }\n"
    let text = complete + "# not this\n\n# one,\r\n#  two\ngrades.a = \(grade)grades.b = \(grade)#\ngrades.c = \(grade)"
    let grades = try RuleFile.read(Array(text.utf8), name: "x.toml").first?.grades
    #expect(grades?.mapValues(\.meaning) == ["a": "one, two", "b": "", "c": ""])
}

extension Rule {
    fileprivate var isEnabledByDefault: Bool { enabled && grades.isEmpty && thresholds.isEmpty }
}

@Test(
    "A mistake names file, line and what is expected",
    arguments: [
        ("x = 1\n", "rules/x.toml:1: only [[rule]]"), ("[[rule]]\nid = \"a\"\n", "has no `confidence`"),
        (complete + "typo = 1\n", "rules/x.toml:9: unknown key `typo`"),
        (complete.replacing("\"high\"", with: "\"huge\""), "severity: one of info, low"),
        (complete.replacing("\"high\"", with: "7"), "found an integer"),
        (complete.replacing("a-rule", with: "A Rule"), "lower-case words"), (complete + complete, "stands twice"),
        (complete + "grades.x = { severity = \"low\" }\n", "grades.x: it has no `confidence`"),
        (complete + "thresholds.x = \"many\"\n", "a number is expected"), ("[[rule]\n", "rules/x.toml:1: "),
    ])
func broken(text: String, expected: String) {
    let found = mistakes(text)
    #expect(found.contains { $0.contains(expected) }, "\(found)")
}

extension String {
    fileprivate func replacing(_ old: String, with new: String) -> String {
        var result = ""
        var rest = self[...]
        while let first = rest.first {
            if rest.hasPrefix(old) {
                result += new
                rest = rest.dropFirst(old.count)
            } else {
                result.append(first)
                rest = rest.dropFirst()
            }
        }
        return result
    }
}
