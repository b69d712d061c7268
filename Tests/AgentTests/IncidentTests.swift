import Bytes
import TestSupport
import Testing

/// An incident from its file to its report.
@Suite struct IncidentTests {
    private let bench: AuditBench
    private let keys: Keys

    init() throws {
        bench = try AuditBench()
        keys = try Keys(bench)
    }

    private var file: String { bench.beside("incident.toml") }

    private func write(_ text: String) throws {
        try bench.shell(["sh", "-c", "printf '%s\\n' \"$0\" >\"$1\"", text, file])
    }

    private func incident(_ words: [String] = [], _ place: [String]? = nil) throws -> Run {
        try Agent.run(["incident", file, "--db", bench.database] + (place ?? ["--tree", bench.tree.path]) + words)
    }

    private func document(_ words: [String] = [], _ place: [String]? = nil) throws -> JSONValue {
        try JSON.parse(try incident(words + ["--format", "json"], place).output)
    }

    private func outcome(_ report: JSONValue) -> String? { report["summary"]?["outcome"]?.string }

    private func unpackNpm() throws {
        try unpackFixture("ecosystems/npm/public", to: bench.tree.path)
        _ = try bench.audit(["--fail-on", "never"])
    }

    /// Its archive, its line of the index, and three files that `npx` unpacked.
    private static let leftishFiles: Int64 = 5
    private static let leftish = """
        name = "leftish-2026"
        description = "leftish `was` stolen"
        [indicators]
        packages = ["pkg:npm/leftish@1.0.0"]
        [actions]
        allow = ["quarantine", "purge-package"]
        """

    @Test func withoutApplyNothingHappens() throws {
        try unpackNpm()
        try write(Self.leftish)
        let before = try bench.listing()
        let run = try incident()
        #expect(run.status == 1, "\(run.text)\(run.errorText)")
        #expect(run.text.hasPrefix("Incident leftish-2026: found\n ==="), "\(run.text)")
        #expect(run.text.contains("\nAbout: `leftish \\x60was\\x60 stolen`\n"), "\(run.text)")
        let report = try document()
        #expect(report["applied"]?.boolean == false && report["purge"] == .null)
        #expect(report["hunt"]?["hits"]?.array?.count == 1)
        #expect(report["plan"]?["targets"]?.array?.first?["files"]?.integer == Self.leftishFiles)
        #expect(try bench.listing() == before)
        #expect(try bench.shell(["ls", bench.beside("state")]).contains("incident") == false)
    }

    @Test func evidenceComesFirstAndProofLast() throws {
        try unpackNpm()
        try write(Self.leftish)
        let report = try document(["--apply", "--key", keys.secret])
        #expect(outcome(report) == "removed", "\(report)")
        #expect(report["purge"]?["caches"]?.array?.first?["kept"]?.integer == Self.leftishFiles)
        let bundle = try #require(report["evidence"]?.string)
        try bench.shell(["tar", "-xf", bundle, "-C", bench.beside("canary")])
        let check = "cd \"$0\" && sha256sum --quiet --check SHA256SUMS && cat documents/incident.toml"
        #expect(try bench.shell(["sh", "-c", check, bench.beside("canary")]) == Self.leftish + "\n")
        let receipts = try Agent.run([
            "receipts", "--db", bench.database, "--key", keys.open, "--format", "json",
        ])
        let receipt = try JSON.parse(receipts.output)["receipts"]?.array?.first
        #expect(receipt?["signature"]?.string == "verified" && receipt?["complete"]?.boolean == true)
        #expect(receipt?["command"]?.string?.hasPrefix("bezoar incident ") == true)
        // Now only the manifest knows of it, and after the next audit only as something that was.
        #expect(try incident().text.contains("not there any more"))
        _ = try bench.audit(["--fail-on", "never"])
        let after = try document(["--apply", "--key", keys.secret])
        #expect(outcome(after) == "found" && after["purge"] == .null)
        #expect(after["hunt"]?["hits"]?.array?.map { $0["state"]?.string } == ["gone"])
    }

    @Test func oneLineSaysWhereEverythingIs() throws {
        try unpackNpm()
        try write(Self.leftish)
        let report = bench.beside("report.md")
        let run = try incident(["--apply", "--key", keys.secret, "--output", report])
        #expect(run.status == 0 && run.text.isEmpty, "\(run.text)\(run.errorText)")
        let state = bench.beside("state")
        #expect(
            run.errorText.contains(
                "incident leftish-2026: removed; report in \(report), evidence in \(state)/incident-"),
            "\(run.errorText)")
        #expect(run.errorText.contains("receipt by `bezoar receipts 1 --db \(bench.database)"), "\(run.errorText)")
    }

    /// The rerun of an incident that was killed tells what the killed one removed, too.
    @Test(.enabled(if: Agent.isDebug), arguments: ["before-1", "before-4", "after-5"])
    func aRerunTellsAllThatWasRemoved(_ step: String) throws {
        try unpackNpm()
        try write(Self.leftish)
        let words = ["incident", file, "--db", bench.database, "--tree", bench.tree.path, "--apply"]
        let killed = try Agent.run(words, environment: ["BEZOAR_KILL_STEP": step])
        #expect(killed.status == 137, "\(killed.status) \(killed.errorText)")
        let run = try Agent.run(words + ["--format", "json"])
        let report = try JSON.parse(run.output)
        let purges = [report["purge"]].compactMap(\.self) + (report["recovered"]?.array ?? [])
        let first = try #require(purges.first { $0["purge"]?.integer == 1 }, "\(run.text)")
        #expect(first["summary"]?["files"]?.integer == Self.leftishFiles, "\(run.text)")
        #expect(report["purge"]?["purge"]?.integer == 1, "\(run.text)")
        #expect(outcome(report) == "removed" && run.status == 0, "\(run.text)\(run.errorText)")
        let receipts = try Agent.run(["receipts", "--db", bench.database, "--format", "json"])
        #expect(try JSON.parse(receipts.output)["receipts"]?.array?.count == 1)
    }

    /// What nothing was found of is named, a content that is a package by its name, and the file says where to look.
    @Test func aFileSaysAllThatASecondRunNeeds() throws {
        try unpackNpm()
        let listed = try bench.audit(["--fail-on", "never"]).report().json["artifacts"]?.array ?? []
        let leftish = try #require(listed.first { $0["purl"]?.string == "pkg:npm/leftish@1.1.1" }?["sha256"]?.string)
        try write(
            """
            name = "x"
            trees = ["\(bench.tree.path)"]
            [indicators]
            packages = ["pkg:npm/nowhere@1.0.0"]
            digests = ["sha256:\(leftish)", "sha256:\(String(repeating: "ab", count: 32))"]
            [actions]
            allow = ["purge-package"]
            """)
        for _ in 0..<2 {
            let run = try incident([], ["--state", bench.beside("canary")])
            #expect(run.text.contains("`pkg:npm/leftish@1.1.1` is in"), "\(run.text)")
            #expect(run.text.contains("Not found\n ---------\n\n - package `pkg:npm/nowhere@1.0.0`"), "\(run.text)")
            #expect(run.text.contains(" - digest `sha256:abab"), "\(run.text)")
            #expect(!run.text.contains("it was not looked at"), "\(run.text)")
        }
        try write("name = \"x\"\ntrees = [\"relative\"]\n[indicators]\nnames = [\"a\"]")
        #expect(try incident().errorText.contains(":2: trees: an absolute path is expected"))
    }

    @Test func withoutItsAdvisoriesNothingIsDone() throws {
        try unpackNpm()
        let before = try bench.listing()
        try write(Self.leftish.replacing("[actions]", with: "advisories = [\"/nowhere/MAL-1.json\"]\n[actions]"))
        let run = try incident(["--apply", "--key", keys.secret])
        #expect(run.status == 4 && run.output.isEmpty, "\(run.text)")
        #expect(run.errorText.contains("/nowhere/MAL-1.json: it cannot be opened"), "\(run.errorText)")
        #expect(run.errorText.contains("nothing was done"), "\(run.errorText)")
        #expect(try bench.listing() == before && purges() == 0)
    }

    private func purges() throws -> Int {
        let run = try Agent.run(["receipts", "--db", bench.database, "--format", "json"])
        return try JSON.parse(run.output)["receipts"]?.array?.count ?? -1
    }

    @Test func whatTheFileDoesNotAllowIsNotDone() throws {
        try unpackNpm()
        try write(Self.leftish.split(separator: "\n").dropLast(2).joined(separator: "\n"))
        let before = try bench.listing()
        let none = try document(["--apply", "--key", keys.secret])
        #expect(outcome(none) == "found" && none["plan"] == .null)
        #expect(try bench.listing() == before)
        try write(Self.leftish.replacing("\"quarantine\", \"purge-package\"", with: "\"purge-mount\""))
        let all = try document(["--apply"])
        #expect(outcome(all) == "removed", "\(all)")
        #expect(all["purge"]?["caches"]?.array?.first?["kept"]?.integer == 0)
        #expect(try bench.shell(["ls", bench.tree.path]) == "")
    }

    @Test func contentsAndFileNamesGoAndWhatElseHasTheirPlaceStays() throws {
        for name in ["evil", "evil.pth", "other"] { try bench.tree.write(name, "content of \(name)") }
        _ = try bench.audit(["--fail-on", "never"])
        let digest = try bench.shell(["sha256sum", bench.tree.path + "/evil"]).prefix(64)
        try write(
            """
            name = "x"
            indicators = { digests = ["sha256:\(digest)"], files = ["*.pth"] }
            actions = { allow = ["purge-package"] }
            """)
        try bench.tree.remove("evil")
        try bench.tree.write("evil", "something that somebody needs")
        let report = try document(["--apply"])
        #expect(outcome(report) == "incomplete", "\(report)")
        #expect(try bench.shell(["ls", bench.tree.path]) == "evil\nother\n")
        #expect(try bench.shell(["cat", bench.tree.path + "/evil"]) == "something that somebody needs")
    }

    @Test(arguments: [
        ("[indicators]\npackages = [\"pkg:npm/a\"]", ":1: it has no `name`"),
        ("name = \"x\"\n[indicators]\npackges = [\"pkg:npm/a\"]", ":3: unknown key `indicators.packges`"),
        ("name = \"x\"\n[indicators]\ndigests = [\"sha256:00\"]", ":3: indicators.digests"),
        ("name = ", ":1: "),
    ])
    func aMistakeIsNamedAndNothingIsDone(_ text: String, _ place: String) throws {
        try unpackNpm()
        try write(text)
        let before = try bench.listing()
        let run = try incident(["--apply", "--key", keys.secret])
        #expect(run.status == 2 && run.output.isEmpty, "\(run.text)")
        #expect(run.errorText.contains(place) && run.errorText.contains("nothing was done"), "\(run.errorText)")
        #expect(try bench.listing() == before)
    }

    @Test func aCacheOutsideOfWhatWasLookedAtIsNotForgotten() throws {
        try unpackNpm()
        try write(Self.leftish)
        let other = bench.beside("canary")
        let report = try document(["--apply", "--key", keys.secret], ["--tree", other])
        #expect(outcome(report) == "incomplete")
        #expect(report["plan"]?["unseen"]?.array?.first?.string?.contains("was not looked at") == true)
    }

    /// Builds of a project that was in the hands of others, with what they could read and write.
    @Test func compromisedProjects() throws {
        try unpackFixture("buildkit/standalone-overlayfs-v0.32.2", to: bench.tree.path)
        let place = ["--state", bench.tree.path]
        _ = try Agent.run(["audit", "--db", bench.database, "--fail-on", "never"] + place)
        let text = """
            name = "x"
            [[compromised]]
            projects = ["*"]
            since = 2000-01-01T00:00:00Z
            [actions]
            allow = ["purge-mount"]
            """
        try write(text)
        let report = try document([], place)
        let suspects = report["suspects"]?.array ?? []
        #expect(!suspects.isEmpty && suspects.allSatisfy { $0["compromised"]?.boolean == true })
        let secrets = Set(suspects.flatMap { ($0["secrets"]?.array ?? []).compactMap { $0["name"]?.string } })
        #expect(Set((report["secrets"]?.array ?? []).compactMap { $0["id"]?.string }) == secrets)
        let targets = report["plan"]?["targets"]?.array ?? []
        #expect(!targets.isEmpty && targets.allSatisfy { $0["all"]?.boolean == true })
        // Before and after the window nobody else had it.
        for window in ["2200-01-01T00:00:00Z", "1999-01-01T00:00:00Z\nuntil = 2000-01-01T00:00:00Z"] {
            try write(text.replacing("2000-01-01T00:00:00Z", with: window))
            let none = try document([], place)
            #expect(none["suspects"]?.array?.isEmpty == true && none["plan"]?["targets"]?.array?.isEmpty == true)
        }
        // Where a cache may not be emptied, what may be in it is said.
        try write(text.replacing("purge-mount", with: "purge-package"))
        let refused = try document(["--apply"], place)
        #expect(outcome(refused) == "incomplete")
        let unseen = (refused["plan"]?["unseen"]?.array ?? []).compactMap(\.string)
        #expect(unseen.count { $0.contains("could have written") } == targets.count)
    }

    /// The guide, command by command.
    @Test func theGuideIsRight() throws {
        try unpackNpm()
        let guide = try Program.run(["cat", fixture("") + "../../docs/incident-response.md"]).outputText
        let lines = guide.split(separator: "\n").filter { $0.hasPrefix("$ ") }.map { $0.dropFirst(2) }
        #expect(lines.count > 8)
        let advisory = """
            {"id": "MAL-2026-2307", "modified": "2026-03-31T00:00:00Z", "affected": [
            {"package": {"ecosystem": "npm", "name": "leftish"}, "versions": ["1.0.0"]}]}
            """
        let folder = bench.beside("state")
        try bench.shell(["sh", "-c", "printf '%s' \"$0\" >\"$1\"", advisory, folder + "/MAL-2026-2307.json"])
        let block = try #require(guide.components(between: "```incident\n", and: "```"))
        let advisories = block.replacing("/srv/osv", with: folder).replacing("axios@1.14.1", with: "leftish@1.0.0")
        try bench.shell(["sh", "-c", "printf '%s' \"$0\" >\"$1\"", advisories, folder + "/axios.toml"])
        for line in lines {
            var command = line.replacing("axios@1.14.1", with: "leftish@1.0.0")
            if command.hasPrefix("bezoar ") {
                let takesTree = ["audit", "incident", "purge --package"].contains { command.hasPrefix("bezoar " + $0) }
                command += " --db m.db" + (takesTree ? " --tree \(bench.tree.path)" : "")
                command = "\"$B\" " + command.dropFirst(7)
            }
            let run = try Agent.shell("cd \(folder) && \(command)")
            #expect(run.status == 0 || run.status == 1, "\(line): \(run.status) \(run.text)\(run.errorText)")
        }
        // The sample is what the example gives: each heading, and what is not found, word by word.
        let report = try bench.shell(["cat", folder + "/report.md"]).split(separator: "\n").map(String.init)
        let sample = try #require(guide.components(between: "```text\n", and: "```"))
        // Above it was removed by hand.
        let headings = report.indices.dropFirst().filter { report[$0].hasPrefix(" --") }.map { report[$0 - 1] }
        #expect(headings == ["Found", "Not found", "Evidence"], "\(report)")
        let listed = try #require(sample.components(between: "Not found\n", and: "\n\nEvidence"))
        let absent = report.split(separator: "Not found").last?.prefix { $0 != "Evidence" } ?? []
        #expect(listed.split(separator: "\n").map(String.init) == Array(absent), "\(listed)")
        for heading in headings { #expect(sample.contains("\n\n\(heading)\n --"), "\(heading)") }
    }
}

extension String {
    fileprivate func components(between start: String, and end: String) -> String? {
        guard let first = firstRange(of: start) else { return nil }
        let rest = self[first.upperBound...]
        return rest.firstRange(of: end).map { String(rest[..<$0.lowerBound]) }
    }
}

extension StringProtocol where SubSequence == Substring {
    fileprivate func replacing(_ old: String, with new: String) -> String {
        var rest = self[startIndex...]
        var result = ""
        while let range = rest.firstRange(of: old) {
            result += rest[..<range.lowerBound] + new
            rest = rest[range.upperBound...]
        }
        return result + rest
    }
}
