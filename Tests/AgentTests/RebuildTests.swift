import Bytes
import TestSupport
import Testing

/// What is built again after a purge: an honest build is no finding, the poison of before is, and what a purge left
/// alone is what it was.
@Suite struct RebuildTests {
    /// What a wheel in the cache is made into, and the rule that sees it.
    enum Poison: String, CaseIterable {
        case p1, p2
        case p2Hook = "p2_hook"

        var rule: String {
            switch self {
            case .p1: "record-mismatch"
            case .p2: "unpacked-mismatch"
            case .p2Hook: "startup-hook"
            }
        }
    }

    private static let changed: Set<String> = ["immutable-changed", "returned-after-purge", "silent-change"]

    private let purge: PurgeBench
    private var bench: AuditBench { purge.bench }

    init() throws {
        purge = try PurgeBench()
        try unpack()
    }

    private func unpack() throws { try unpackFixture("ecosystems/pip/25.3", to: bench.tree.path) }

    /// Does to the cache what the script of the fixtures calls so.
    private func change(_ deed: String) throws {
        try bench.shell([Agent.python, fixture("ecosystems/pip/poison.py"), deed, bench.tree.path + "/cache"])
    }

    private func wheel() throws -> String {
        let found = try bench.shell(["find", bench.tree.path + "/cache/wheels", "-name", "*.whl", "-printf", "%P"])
        return "cache/wheels/" + found
    }

    private func audit() throws -> AuditDocument { try bench.audit(["--fail-on", "never"]).report() }

    /// Severity, rule and path of what is said to have changed or come back.
    private func alarms() throws -> [String] {
        try audit().findings.filter { Self.changed.contains($0.rule) }
            .map { "\($0.severity) \($0.rule) \($0.path)" }.sorted()
    }

    private func take(_ words: [String], _ how: [String] = []) throws {
        _ = try purge.makePlan(words)
        let run = try purge.apply(how)
        #expect(run.status == 0, "\(run.text)\(run.errorText)")
    }

    @Test(arguments: Poison.allCases, [false, true])
    func anHonestBuildAfterAPurgeIsNoFinding(_ poison: Poison, wasAuditedBefore: Bool) throws {
        if wasAuditedBefore { _ = try audit() }
        try change(poison.rawValue)
        #expect(try audit().findings.contains { $0.rule == poison.rule })
        try take(["--rule", poison.rule])
        try unpack()
        try change("rebuilt")
        for _ in 0..<3 { #expect(try alarms() == []) }
        #expect(try bench.audit().status == 0)
        // From then on the new wheel is what counts.
        try change("p2_added")
        #expect(try alarms() == ["high immutable-changed \(wheel())"])
    }

    /// Without a word in the quarantine the manifest knows what was purged.
    @Test(arguments: [[], ["--no-quarantine"]])
    func thePoisonOfBeforeIsOne(_ how: [String]) throws {
        try change("p2")
        _ = try audit()
        let path = try wheel()
        try bench.shell(["cp", bench.tree.file(path), bench.beside("poisoned")])
        try take(["--rule", "unpacked-mismatch"], how)
        try unpack()
        try change("rebuilt")
        #expect(try alarms() == [])
        try bench.shell(["cp", bench.beside("poisoned"), bench.tree.file(path)])
        for _ in 0..<2 { #expect(try alarms().contains("critical returned-after-purge \(path)")) }
        #expect(try bench.audit().status == 1)
    }

    @Test func aNamedPackageMayBeBuiltAgain() throws {
        _ = try audit()
        try take(["--package", "pkg:pypi/beta@0.3"])
        try unpack()
        try change("rebuilt")
        #expect(try alarms().filter { $0.contains("wheels/") } == [])
    }

    /// A cache that goes as a whole begins anew.
    @Test func aWholeCacheMayBeFilledAgain() throws {
        _ = try audit()
        try take([])
        try unpack()
        try change("rebuilt")
        #expect(try alarms() == [])
    }

    /// What the purge found changed, and left, it has not removed: its earlier content is not forgotten.
    @Test func whatAPurgeLeftAloneIsWhatItWas() throws {
        _ = try audit()
        let path = try wheel()
        try change("p2")
        _ = try audit()
        try bench.shell(["cp", "-p", bench.tree.file(path), bench.beside("poisoned")])
        _ = try purge.makePlan(["--rule", "unpacked-mismatch"])
        try bench.tree.write(path, "something else")
        #expect(try purge.apply().status == 3)
        try bench.shell(["cp", "-p", bench.beside("poisoned"), bench.tree.file(path)])
        #expect(try alarms() == ["high immutable-changed \(path)"])
    }

    /// Of two that did not agree both went, and one of them was sound.
    @Test func theSoundOneOfTwoIsNoAlarm() throws {
        try change("hook_odd")
        let disputed = try #require(try audit().findings.first { $0.rule == "index-mismatch" }?.path)
        try take(["--rule", "index-mismatch", "--rule", "startup-hook", "--rule", "same-version-different-content"])
        try unpack()
        #expect(try alarms() == ["low returned-after-purge \(disputed)"])
        #expect(try bench.audit().status == 0)
    }

    /// A wheel with the code of an archive that a lockfile vouches for is worth a word, one with other code an alarm.
    @Test func aWheelOfAVerifiedSourceIsGradedLow() throws {
        let sources = (try audit().json["artifacts"]?.array ?? []).first {
            $0["purl"]?.string == "pkg:pypi/beta@0.3" && $0["file"]?.string?.hasSuffix(".tar.gz") == true
        }
        let digest = try #require(sources?["sha256"]?.string)
        let lockfile = bench.beside("requirements.txt")
        try bench.shell(["sh", "-c", "echo \"$0\" >\"$1\"", "beta==0.3 --hash=sha256:\(digest)", lockfile])
        let added = try Agent.run(["lock", "add", lockfile, "--db", bench.database])
        #expect(added.status == 0, "\(added.text)\(added.errorText)")
        #expect(try alarms() == [])
        try change("rebuilt")
        #expect(try alarms() == ["low immutable-changed \(wheel())"])
        try change("p2")
        #expect(try alarms() == ["high immutable-changed \(wheel())"])
    }
}
