import Embed
import Linux
import TestSupport
import Testing

/// `bezoar selftest`, driven from outside: what it says, what it leaves, how it ends.
@Suite(.serialized) struct SelftestTests {
    /// The program beside the tests' own bundle.
    private static let program: String = {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return "/" + bundle.split(separator: "/").dropLast().joined(separator: "/") + "/bezoar"
    }()

    /// A user that is neither root nor anybody.
    private static let withoutRoot = ["setpriv", "--reuid=65533", "--regid=65533", "--clear-groups"]

    /// Whether that user can start the program at all, which may lie in somebody's home.
    private static let isReachableWithoutRoot =
        Host.effectiveUser == 0
        && (try? Program.run(withoutRoot + [program, "version"]))?.status == 0

    private let place = try? TestTree()

    private func run(
        _ words: [String] = [], under prefix: [String] = [], fail: String? = nil
    ) throws -> Program.Result {
        let place = try #require(self.place)
        var environment = ["TMPDIR": place.path]
        if let fail { environment["BEZOAR_FAIL_CALL"] = fail }
        return try Program.run(prefix + [Self.program, "selftest"] + words, environment: environment)
    }

    private func remains() throws -> String {
        let place = try #require(self.place)
        return try Program.run(["ls", "-A", place.path]).outputText
    }

    @Test func catchesEverything() throws {
        let result = try run()
        #expect(result.status == 0, "\(result.outputText)")
        #expect(result.errorText == "")
        #expect(result.outputText.hasPrefix("PASSED: "))
        #expect(!result.outputText.contains("MISSED") && !result.outputText.contains("FAILED"))
        #expect(try remains() == "")
    }

    @Test func eachRuleHasACase() throws {
        let table = try run().outputText
        // Nothing knows yet of a directory given with --tree whether programs belong into it.
        var silent: Set<String> = ["executable-file"]
        // What else is in a package is told by the readers of the ecosystems, which have tests of their own.
        silent.formUnion([
            "sidecar-mismatch", "misplaced-entry", "immutable-changed", "index-mismatch", "self-attested",
            "startup-hook", "unsafe-entry", "cached-redirect", "unpacked-mismatch", "foreign-file",
            "archive-traversal",
        ])
        let files = EmbeddedFile.all().filter { $0.name.hasPrefix("rules/") }
        var count = 0
        // These judge records of builds, lockfiles or advisories, and the cases are directories without any.
        let recorded: Set<String> = [
            "rules/sharing.toml", "rules/anomaly.toml", "rules/secrets.toml", "rules/shadowing.toml",
            "rules/incident.toml",
        ]
        for file in files where !recorded.contains(file.name) {
            for line in String(decoding: file.bytes, as: UTF8.self).split(separator: "\n") {
                guard line.hasPrefix("id = \"") else { continue }
                let id = String(line.dropFirst(6).dropLast())
                count += 1
                #expect(silent.contains(id) || table.contains(" " + id), "no case for \(id)")
            }
        }
        #expect(count > 5)
    }

    @Test func quietHasNothingToSay() throws {
        let result = try run(["--quiet"])
        #expect(result.status == 0)
        #expect(result.outputText == "")
        #expect(result.errorText == "")
    }

    @Test(.enabled(if: isReachableWithoutRoot))
    func worksWithoutRoot() throws {
        let place = try #require(self.place)
        try place.makeFolder("other")
        try place.setOwner("other", 65_533)
        try place.setMode(".", 0o755)
        let result = try Program.run(
            Self.withoutRoot + [Self.program, "selftest"], environment: ["TMPDIR": place.path + "/other"])
        #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
        #expect(result.outputText.contains("\n  device: device nodes need CAP_MKNOD: "))
        #expect(result.outputText.contains("\n  foreign owner: giving files away needs CAP_CHOWN: "))
        // Root is the one who cannot show this.
        #expect(result.outputText.contains("may not be read") && !result.outputText.contains("  unreadable file:"))
        #expect(try Program.run(["ls", "-A", place.path + "/other"]).outputText == "")
    }

    /// An audit that is blind on one eye is found out.
    @Test func aBlindAuditIsNoticed() throws {
        let result = try run(["--quiet"], fail: "getdents64/1:5")
        #expect(result.status == 4)
        #expect(result.outputText.hasPrefix("FAILED: 1 case was missed, "))
        #expect(result.outputText.contains("\nMissed\n  clean cache: expected no finding, the audit said: not seen "))
        #expect(!result.outputText.contains("\nCASE "))
        #expect(try remains() == "")
    }

    @Test(arguments: [1, 3, 4, 5, 6, 30, 150, 777, 3000])
    func aFailureOfTheKernelIsTold(_ call: Int) throws {
        let result = try run(fail: "\(call):5")
        #expect(result.status == 0 || result.status == 4, "\(result.status) \(result.errorText)")
        #expect(result.outputText.hasPrefix("PASSED: ") || result.status == 4)
        #expect(try remains() == "" || result.errorText.contains("could not be removed"))
    }

    @Test(arguments: [Signals.interrupt, Signals.terminate])
    func aSignalLeavesNothingBehind(_ signal: Int32) throws {
        let place = try #require(self.place)
        // The signal has to come while the cases run; where this machine is too slow for that, once more.
        for _ in 0..<20 {
            let running = try Program.start([Self.program, "selftest"], environment: ["TMPDIR": place.path])
            var looks = 0
            while try looks < 1000 && remains() == "" { looks += 1 }
            running.signal(signal)
            let result = try running.wait()
            #expect(try remains() == "")
            if result.status == 0 { continue }
            #expect(result.status == 128 + signal)
            #expect(result.outputText == "")
            return
        }
        Issue.record("no signal came in time")
    }

    @Test func aPlaceThatCannotBeUsedIsNamed() throws {
        let result = try Program.run([Self.program, "selftest"], environment: ["TMPDIR": "/nonexistent"])
        #expect(result.status == 4)
        #expect(result.outputText == "")
        #expect(result.errorText.hasPrefix("bezoar: /nonexistent: no temporary folder could be made: "))
    }
}
