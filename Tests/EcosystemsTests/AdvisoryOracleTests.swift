import Bytes
import Ecosystems
import Inventory
import TestSupport
import Testing

/// Which versions an advisory means, against an evaluation of the schema's algorithm in Python, with each client's own
/// order of versions: thousands of records, each held against all versions.
@Suite struct AdvisoryOracleTests {
    private static let recordCount = 3_000

    /// A record in the words of the schema, made of these versions.
    private static func record(_ ecosystem: String, _ versions: [String], _ random: inout SeededGenerator) -> String {
        var packages: [String] = []
        for _ in 0..<random.int(1...2) {
            let listed = (0..<random.int(0...3)).map { _ in quoted(random.pick(versions)) }
            let ranges = (0..<random.int(listed.isEmpty ? 1...2 : 0...2)).map { _ in range(versions, &random) }
            packages.append(
                """
                {"package": {"ecosystem": "\(ecosystem)", "name": "\(ecosystem == "Maven" ? "a:b" : "a")"}, \
                "versions": [\(listed.joined(separator: ", "))], "ranges": [\(ranges.joined(separator: ", "))]}
                """)
        }
        return """
            {"schema_version": "1.7.4", "id": "MAL-1", "modified": "2026-09-04T00:47:46Z", \
            "affected": [\(packages.joined(separator: ", "))]}
            """
    }

    private static func range(_ versions: [String], _ random: inout SeededGenerator) -> String {
        let ending = random.once(in: 2) ? "fixed" : "last_affected"
        var events = [("introduced", random.once(in: 3) ? "0" : random.pick(versions))]
        for _ in 0..<random.int(0...4) {
            switch random.int(0...5) {
            case 0, 1: events.append(("introduced", random.pick(versions)))
            case 5: events.append(("limit", random.once(in: 4) ? "*" : random.pick(versions)))
            default: events.append((ending, random.pick(versions)))
            }
        }
        // Databases are asked to sort them, and do not.
        for place in events.indices where random.once(in: 2) {
            events.swapAt(place, random.int(0...events.count - 1))
        }
        let texts = events.map { "{\"\($0.0)\": \(quoted($0.1))}" }
        let type = random.once(in: 2) ? "SEMVER" : "ECOSYSTEM"
        return "{\"type\": \"\(type)\", \"events\": [\(texts.joined(separator: ", "))]}"
    }

    private static func quoted(_ text: String) -> String { "\"\(text)\"" }

    /// Compares all answers; the first differences.
    private func problems(
        _ ecosystem: String, _ versions: [String], signs: String, seed: UInt64
    ) throws -> (affected: Int, problems: [String]) {
        try #require(versions.count > 20)
        var random = SeededGenerator(seed: seed)
        let records = (0..<Self.recordCount).map { _ in Self.record(ecosystem, versions, &random) }
        let head = "[" + versions.map(Self.quoted).joined(separator: ", ") + "]\n" + signs + "\n"
        let input = Array((head + records.joined(separator: "\n") + "\n").utf8)
        let answers = try DocumentOracle.lines([PythonOracle.interpreter, fixture("ecosystems/osv.py")], input)
        try #require(answers.count == records.count)
        var problems: [String] = []
        var affected = 0
        for (text, answer) in zip(records, answers) {
            let record = try OSVReader.read(Array(text.utf8).span)
            let packages = record.advisory.packages.map { AffectedVersions($0) }
            for (place, version) in versions.enumerated() {
                let mine = packages.contains { [.listed, .all, .inRange].contains($0.answer(version)) }
                if mine { affected += 1 }
                if mine != (answer[place] == UInt8(ascii: "1")) { problems.append("\(version), ours \(mine): \(text)") }
            }
        }
        return (affected, problems)
    }

    /// The versions that the oracle takes, and its signs of each with each.
    private func signs(_ oracle: VersionOracle, _ versions: [String]) throws -> (versions: [String], signs: String) {
        let alone = try oracle.answers(versions.map { ($0, $0) })
        let valid = zip(versions, alone).filter { $1.sign != nil }.map(\.0)
        let answers = try oracle.answers(valid.flatMap { one in valid.map { (one, $0) } })
        var rows: [String] = []
        for start in stride(from: 0, to: answers.count, by: valid.count) {
            let row = answers[start..<start + valid.count].map { String($0.sign ?? 0) }
            rows.append("[" + row.joined(separator: ", ") + "]")
        }
        return (valid, "[" + rows.joined(separator: ", ") + "]")
    }

    private func check(_ result: (affected: Int, problems: [String])) {
        #expect(result.affected > 20_000, "\(result.affected) of the answers are yes")
        #expect(
            result.problems.isEmpty, "\(result.problems.count)\n\(result.problems.prefix(3).joined(separator: "\n"))")
    }

    @Test("PyPI, by packaging", .enabled(if: VersionOracle.hasPython, "Python has no packaging"))
    func python() throws {
        let versions = VersionGenerator.Vocabulary.python.real.filter { PythonVersion($0) != nil }
        check(try problems("PyPI", versions, signs: "\"packaging\"", seed: 1))
    }

    @Test("npm, by npm's own semver", .enabled(if: VersionOracle.npmLibraries != nil, "npm is not installed"))
    func npm() throws {
        // Numbers that JavaScript cannot count are where the order here is meant to differ.
        let exact = VersionGenerator.Vocabulary.npm.real.filter { !$0.contains("900719925474099") }
        let (versions, signs) = try signs(.npm(loose: true), exact)
        check(try problems("npm", versions, signs: signs, seed: 2))
    }

    @Test(
        "Maven, by its ComparableVersion",
        .enabled(if: VersionOracle.mavenLibraries != nil, "Maven or a Java compiler is not installed"))
    func maven() throws {
        let (versions, signs) = try signs(.maven("plugins"), VersionGenerator.Vocabulary.maven.real)
        check(try problems("Maven", versions, signs: signs, seed: 3))
    }
}
