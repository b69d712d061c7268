import Bolt
import BuildKit
import Bytes
import Inventory
import Linux
import TestSupport
import Testing

/// The history of one real state, unpacked, beside what the daemon's own tools said of it.
struct HistoryFixture {
    /// Every state; some are older than the history and have none.
    static let names: [String] = {
        let listing = try? Program.run(["ls", fixture("buildkit")])
        return (listing?.outputText ?? "").split(separator: "\n").filter { $0.hasSuffix(".tar.gz") }
            .map { String($0.dropLast(".tar.gz".count)) }
    }()

    let tree: TestTree
    let expected: JSONValue
    /// `nil` where there is none.
    let database: BoltDatabase?
    /// Path of the folder of blobs below the tree; `nil` where there is none.
    let blobs: String?

    init(_ name: String) throws {
        tree = try TestTree()
        let result = try Program.run([
            "tar", "-xzf", fixture("buildkit/\(name).tar.gz"), "-C", tree.path, "--no-same-owner", "--wildcards",
            "*history*.db", "*blobs/sha256/*",
        ])
        // A state without a history has nothing of that name, which tar calls an error.
        _ = result
        expected = try JSON.parse(try Program.run(["cat", fixture("buildkit/\(name).expected.json")]).output)
        let found = try Program.run(["find", tree.path, "-name", "history*.db"]).outputText.split(separator: "\n")
        database = try found.first.map { path in
            let file = try Descriptor.open(Array(path.utf8), [])
            var effort = BoltEffort()
            return try BoltDatabase.read(file, name: "history.db", effort: &effort)
        }
        blobs = try Program.run(["find", tree.path, "-type", "d", "-name", "sha256"]).outputText
            .split(separator: "\n").first.map(String.init)
    }

    var source: BuildHistory.Source {
        BuildHistory.Source(root: "/state", database: "/state/history.db", blobs: "/state/blobs")
    }

    /// Everything the history tells.
    func read(_ source: BuildHistory.Source? = nil) throws -> (builds: [Build], troubles: [Trouble]) {
        guard let database, let blobs else { return ([], []) }
        let folder = try Descriptor.open(Array(blobs.utf8), [.directory])
        return BuildHistory.read(database, blobs: folder, source: source ?? self.source)
    }

    /// The builds that are expected, by ref.
    var expectedBuilds: [String: JSONObject] {
        var result: [String: JSONObject] = [:]
        for build in expected.object?["builds"]?.array ?? [] {
            if let object = build.object, let ref = object["ref"]?.string { result[ref] = object }
        }
        return result
    }
}

extension JSONObject {
    /// A text member.
    func text(_ key: String) -> String? { self[key]?.string }
}

/// Nanoseconds since 1970 of `2026-11-21T00:06:45.351594879Z`.
func nanoseconds(_ text: String) throws -> Int64 {
    let parts = try #require(
        text.wholeMatch(of: #/(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?Z/#), "\(text) is no time")
    func number(_ part: Substring) -> Int64 { Int64(part) ?? 0 }
    // Days by the civil calendar, years beginning in March.
    let month = number(parts.2)
    let year = number(parts.1) - (month <= 2 ? 1 : 0)
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + number(parts.3) - 1
    let era = year / 400
    let days = era * 146_097 + (year - era * 400) * 365 + (year - era * 400) / 4 - (year - era * 400) / 100 + dayOfYear
    let seconds = (days - 719_468) * 86_400 + number(parts.4) * 3_600 + number(parts.5) * 60 + number(parts.6)
    let digits = (parts.7.map(String.init) ?? "") + "000000000"
    return seconds * 1_000_000_000 + (Int64(digits.prefix(9)) ?? 0)
}
