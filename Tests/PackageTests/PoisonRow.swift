import TestSupport

/// A case as it was tried: what was said of it with each aid that an auditor may have.
struct PoisonRow: Sendable {
    let tried: PoisonCase
    /// `rule severity`, with nothing but the cache.
    let alone: [String]
    /// What a registered lockfile adds to that.
    let withLockfile: [String]
    /// What an earlier audit adds.
    let withHistory: [String]
    /// Paths that no reader spoke of: none may be left.
    let forgotten: [String]

    /// Poisons a cache in the way of the case and audits it. `locked` is a manifest in which the lockfile of the
    /// client's project is registered.
    init(_ tried: PoisonCase, locked: String) throws {
        self.tried = tried
        let bench = try PackageBench(tried.client)
        if let preparation = tried.preparation { try bench.poison(tried.client, preparation) }
        try PackageBench.run(["cp", locked, bench.base.file("locked.db")])
        // What is said of the clean cache is not said of the poison.
        let clean = Set(try bench.audit("history.db").findings)
        try bench.poison(tried.client, tried.attack)
        var forgotten: [String] = []
        func words(_ database: String?) throws -> [String] {
            let report = try bench.audit(database)
            forgotten += report.forgotten
            let new = report.findings.filter { !clean.contains($0) && $0.rule != "self-attested" }
            return Set(new.map { $0.rule + " " + $0.severity }).sorted()
        }
        let alone = try words(nil)
        self.alone = alone
        withLockfile = try words("locked.db").filter { !alone.contains($0) }
        withHistory = try words("history.db").filter { !alone.contains($0) }
        self.forgotten = forgotten
    }

    /// Whether the rule spoke that had to, with no more than it needs.
    var isCaught: Bool {
        guard let caught = tried.caught else { return alone.isEmpty && withLockfile.isEmpty && withHistory.isEmpty }
        let words =
            switch caught.with {
            case .none: alone
            case .lockfile: withLockfile
            case .history: withHistory
            }
        return words.contains { $0.hasPrefix(caught.by + " ") }
    }

    /// The row of the document.
    var line: String {
        let cells = [tried.number, tried.deed] + [alone, withLockfile, withHistory].map(Self.cell)
        return "| " + cells.joined(separator: " | ") + " |"
    }

    private static func cell(_ words: [String]) -> String {
        words.map { word in
            let parts = word.split(separator: " ")
            return "`\(parts[0])` \(parts[1])"
        }.joined(separator: ", ")
    }
}
