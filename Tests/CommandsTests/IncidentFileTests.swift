import Audit
import Commands
import Inventory
import TestSupport
import Testing

/// The file of an incident, read strictly.
@Suite struct IncidentFileTests {
    private static let whole = """
        name = "axios-2026-03"
        description = "axios was published by a thief"

        [indicators]
        packages = ["pkg:npm/axios@1.14.1", "pkg:pypi/idna@>=3.6,<3.8"]
        digests = ["sha256:\(String(repeating: "ab", count: 32))"]
        files = ["*.pth", "axios@1.14.1"]
        names = ["plain-crypto"]
        advisories = ["/srv/osv/MAL-1.json"]

        [[compromised]]
        projects = ["https://git.example.com/acme/*"]
        since = 1970-01-01T00:00:01Z
        until = 1970-01-01T02:00:02+02:00

        [[compromised]]
        projects = ["x"]
        since = 1970-01-01T00:00:01.5Z

        [actions]
        allow = ["quarantine", "purge-package"]
        """

    private func read(_ text: String) throws(IncidentFile.Failure) -> Incident {
        try IncidentFile.read(Array(text.utf8), path: "i.toml")
    }

    @Test func aWholeFileIsRead() throws {
        let incident = try read(Self.whole)
        #expect(incident.name == "axios-2026-03" && incident.description == "axios was published by a thief")
        #expect(
            incident.questions == [
                try HuntQuestion("pkg:npm/axios@1.14.1"), try HuntQuestion("pkg:pypi/idna@>=3.6,<3.8"),
                try HuntQuestion(ByteString("sha256:" + String(repeating: "ab", count: 32))),
                try HuntQuestion("*.pth"), try HuntQuestion("file:axios@1.14.1"), .text("plain-crypto"),
            ])
        #expect(incident.advisories == ["/srv/osv/MAL-1.json"])
        #expect(incident.compromised.map(\.since) == [1_000_000_000, 1_500_000_000])
        #expect(incident.compromised.map(\.until) == [2_000_000_000, nil])
        #expect(
            incident.compromised.first?.projects.first?.matches(Array("https://git.example.com/acme/x".utf8)) == true)
        #expect(incident.actions == [.quarantine, .purgePackage])
    }

    @Test func littleIsEnoughAndNothingIsAllowedThen() throws {
        let incident = try read("name = \"a\"\n[indicators]\nnames = [\"x\"]\n")
        #expect(incident.questions == [.text("x")] && incident.actions.isEmpty && incident.compromised.isEmpty)
    }

    private static let head = "name = \"a\"\n[indicators]\nnames = [\"x\"]\n"

    static let mistakes: [(String, String)] = [
        ("", "i.toml:1: it has no `name`"), ("name = \"a\"\n", "i.toml:1: it has neither"),
        ("name = \"a b\"\n[indicators]\nnames = [\"x\"]", "i.toml:1: name: a name of up to 64"),
        ("nmae = \"a\"\n[indicators]\nnames = [\"x\"]", "i.toml:1: unknown key `nmae`; did you mean `name`?"),
        ("name = 3", "found the number 3"), ("name = \"a\"\n[indicators]\n", "i.toml:2: indicators: there is none"),
        ("name = \"a\"\nindicators = 4\n", "i.toml:2: indicators: a table is expected"),
        (
            "name = \"a\"\n[indicators]\npackagse = []",
            "i.toml:3: unknown key `indicators.packagse`; did you mean `indicators.packages`?"
        ),
        ("name = \"a\"\n[indicators]\npackages = [\"axios\"]", "i.toml:3: indicators.packages: a package URL"),
        ("name = \"a\"\n[indicators]\npackages = [\n\"pkg:npm/\"]", "i.toml:4: indicators.packages: pkg:npm/: "),
        ("name = \"a\"\n[indicators]\npackages = \"pkg:npm/a\"", "an array of at most 10000 is expected"),
        ("name = \"a\"\n[indicators]\npackages = [4]", "a text is expected, found the number 4"),
        ("name = \"a\"\n[indicators]\ndigests = [\"sha256:1\"]", "hexadecimal digits"),
        ("name = \"a\"\n[indicators]\ndigests = [\"pkg:npm/a\"]", "a digest such as"),
        ("name = \"a\"\n[indicators]\nfiles = [\"\"]", "a text is expected"),
        ("name = \"a\"\n[indicators]\nadvisories = [\"x.json\"]", "an absolute path is expected"),
        (head + "[[compromised]]\nsince = 2026-03-30T00:00:00Z", "i.toml:4: compromised: this table has no `projects`"),
        (head + "[[compromised]]\nprojects = [\"x\"]", "has no `since`"),
        (head + "[[compromised]]\nprojects = [\"x\"]\nsince = 2026-03-30T00:00:00", "a time with its zone"),
        (head + "[[compromised]]\nprojects = [\"x\"]\nsince = \"yesterday\"", "found the string \"yesterday\""),
        (
            head + "[[compromised]]\nprojects = [\"x\"]\nsince = 2026-03-30T00:00:00Z\nuntil = 2026-03-30T00:00:00Z",
            "`until` must come after `since`"
        ),
        (head + "[[compromised]]\nproject = [\"x\"]", "did you mean `compromised.projects`?"),
        (head + "[compromised]\n", "tables [[compromised]] are expected"), (head + "[actions]\nallow = 1", "an array"),
        (head + "[actions]\nallow = [\"purge-pakage\"]", "did you mean `purge-package`?"),
        (head + "[actions]\nallow = [\"quarantine\", \"quarantine\"]", "stands twice"),
        (head + "[actions]\ndeny = []", "unknown key `actions.deny`"), (head + "[acts]\n", "unknown table `acts`"),
        (head + "x", "i.toml:4: "), ("name = \"\\u0007\u{1b}\"", "i.toml:1: "),
    ]

    @Test(arguments: mistakes)
    func mistakesAreNamedWithTheirLine(text: String, part: String) {
        do throws(IncidentFile.Failure) {
            _ = try read(text)
            Issue.record("it was taken: \(text)")
        } catch {
            #expect(error.mistakes.joined(separator: "\n").contains(part), "\(text): \(error.mistakes)")
            #expect(error.mistakes.allSatisfy { $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } })
        }
    }

    @Test func tooMuchIsCounted() {
        let keys = (0..<50).map { "key\($0) = 1\n" }.joined()
        #expect {
            try read(keys)
        } throws: { error in
            let mistakes = (error as? IncidentFile.Failure)?.mistakes ?? []
            return mistakes.count == 21 && mistakes.last == "i.toml: 32 more mistakes"
        }
        let large = [UInt8](repeating: 0x20, count: IncidentFile.Limit.size + 1)
        #expect(throws: IncidentFile.Failure.self) { try IncidentFile.read(large, path: "i.toml") }
    }

    /// What the documents show is understood.
    @Test func theShownFileIsUnderstood() throws {
        let blocks = try ShownCommands.blocks("incident", of: "docs/incident-response.md")
        #expect(!blocks.isEmpty)
        for block in blocks { _ = try read(block.lines.joined(separator: "\n") + "\n") }
    }
}
