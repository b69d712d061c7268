import Testing

/// The tree obeys every rule, and every rule can be broken.
@Suite struct TidyTests {
    @Test(arguments: TidyRule.all) func treeObeys(_ rule: TidyRule) {
        for complaint in rule.check(.ofThisRepository) {
            Issue.record("\(complaint)")
        }
    }

    /// Without this an empty or misplaced tree would obey everything.
    @Test func treeIsThisRepository() {
        let tree = SourceTree.ofThisRepository
        let here = #fileID.split(separator: "/").last.map(String.init) ?? ""
        #expect(tree.file("Tests/TidyTests/" + here) != nil)
        #expect(tree.file("Package.swift") != nil)
        #expect(tree.file("Makefile") != nil)
        #expect(tree.file(".ci/run") != nil)
        #expect(tree.files.count { $0.path.hasPrefix("Sources/") } > 20)
        #expect(!tree.files.contains { $0.path.hasPrefix(".build") || $0.path.hasPrefix(".git/") })
    }

    @Test(arguments: TidyRule.all) func ruleCanBeBroken(_ rule: TidyRule) {
        let samples = RuleSample.all.filter { $0.rule == rule.name }
        #expect(!samples.isEmpty, "no sample for this rule")
        for sample in samples {
            let complaints = rule.check(SourceTree(texts: sample.files))
            let text = complaints.map(\.description).joined(separator: "\n")
            switch sample.complaint {
            case nil: #expect(complaints.isEmpty, "a good tree is refused: \(text)")
            case .some(let words): #expect(text.contains(words), "a bad tree passes: \(sample.files)")
            }
        }
    }

    @Test(arguments: [
        ("a // b\nc", "a \nc"),
        ("a /* b /* c */ d */ e", "a  e"),
        ("a(\"b! // c\") // d", "a(\"\") "),
        ("\"a \\(b(\"c\") + d) e\"", "\"b(\"\") + d\""),
        ("\"\\\\\" a \"\\\"\" b", "\"\" a \"\" b"),
        ("#\"a \"b\" \\(c) \\#(d)\"# e", "\"d\" e"),
        ("\"\"\"\na \"b\" // c\n\"\"\" d", "\"\n\n\" d"),
        ("\"open\nb", "\"\nb"),
    ])
    func codeIsBared(_ swift: String, _ expected: String) {
        #expect(String(decoding: SwiftCode.bare(Array(swift.utf8)), as: UTF8.self) == expected)
    }
}
