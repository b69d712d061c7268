import Ecosystems
import TestSupport
import Testing

/// The orders of versions against the clients' own programs: the same signs, the same normal forms, the same refusals.
@Suite("Version orders against their clients, 100,000 pairs each and all that exist with all")
struct VersionOrderTests {
    static let pairCount = 100_000

    /// Compares our answers with an oracle's; the first differences. `corrected` turns ours into the client's, where a
    /// difference is meant.
    private func differences(
        _ oracle: VersionOracle, _ pairs: [(String, String)], atLeast count: Int = Self.pairCount,
        ours: (String, String) -> VersionOracle.Answer,
        corrected: ((String, String), VersionOracle.Answer) -> VersionOracle.Answer = { $1 }
    ) throws -> (valid: Int, problems: [String]) {
        try #require(pairs.count >= count)
        var problems: [String] = []
        var valid = 0
        let answers = try oracle.answers(pairs)
        for (index, answer) in answers.enumerated() {
            let pair = pairs[index]
            if answer.sign != nil { valid += 1 }
            let mine = ours(pair.0, pair.1)
            if mine != answer, corrected(pair, mine) != answer {
                problems.append(
                    "\(pair.0.debugDescription), \(pair.1.debugDescription): ours \(mine), theirs \(answer)")
            }
        }
        return (valid, problems)
    }

    private func sign<Version: Comparable>(_ one: Version, _ two: Version) -> Int {
        one < two ? -1 : (two < one ? 1 : 0)
    }

    @Test("PEP 440 as packaging has it", .enabled(if: VersionOracle.hasPython, "Python has no packaging"))
    func python() throws {
        var generator = VersionGenerator(seed: 440, .python)
        let pairs = generator.pairs(Self.pairCount)
        let (valid, problems) = try differences(.python, pairs) { left, right in
            let one = PythonVersion(left)
            let two = PythonVersion(right)
            var answer = VersionOracle.Answer(normalized: one?.normalized, isPrerelease: one?.isPrerelease)
            if let one, let two {
                answer.sign = sign(one, two)
                #expect((one == two) == (answer.sign == 0))
            }
            return answer
        }
        #expect((20_000...90_000).contains(valid), "\(valid) valid pairs: both kinds must be common")
        #expect(problems.isEmpty, "\(problems.count)\n\(problems.prefix(5).joined(separator: "\n"))")
    }

    @Test(
        "Semantic versions as npm has them", .enabled(if: VersionOracle.npmLibraries != nil, "npm is not installed"),
        arguments: [false, true])
    func npm(loose: Bool) throws {
        var generator = VersionGenerator(seed: loose ? 7 : 6, .npm)
        let pairs = generator.pairs(Self.pairCount)
        let mode = loose ? NodeVersion.Mode.loose : .strict
        var undecided = 0
        let (valid, problems) = try differences(.npm(loose: loose), pairs) { left, right in
            let one = NodeVersion(left, mode: mode)
            let two = NodeVersion(right, mode: mode)
            var answer = VersionOracle.Answer(normalized: one?.normalized, isPrerelease: one?.isPrerelease)
            if let one, let two {
                answer.sign = sign(one, two)
                #expect((one == two) == (answer.sign == 0))
            }
            return answer
        } corrected: { pair, mine in
            guard isUndecided(pair.0, pair.1, mode) else { return mine }
            undecided += 1
            var answer = mine
            answer.sign = 0
            return answer
        }
        #expect((10_000...90_000).contains(valid), "\(valid) valid pairs: both kinds must be common")
        #expect(undecided > 0, "the one difference that is meant does not occur")
        #expect(problems.isEmpty, "\(problems.count)\n\(problems.prefix(5).joined(separator: "\n"))")
    }

    /// The one difference that `NodeVersion` names: npm ends with "equal" at the first parts that differ, where both
    /// are numbers beyond exact floats and the same float.
    private func isUndecided(_ left: String, _ right: String, _ mode: NodeVersion.Mode) -> Bool {
        guard let one = NodeVersion(left, mode: mode), let two = NodeVersion(right, mode: mode),
            (one.major, one.minor, one.patch) == (two.major, two.minor, two.patch)
        else { return false }
        let parts = zip(one.prerelease.split(separator: "."), two.prerelease.split(separator: "."))
        for (left, right) in parts where left != right {
            // As npm holds them: small numbers are numbers, of which leading zeros are off.
            let small = [left, right].map { UInt64($0).flatMap { $0 < NodeVersion.numberLimit ? $0 : nil } }
            if let left = small[0], let right = small[1], left == right { continue }
            let areNumbers = [left, right].allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
            return areNumbers && Double(String(left)) == Double(String(right))
        }
        return false
    }

    /// Cargo's own library is asked by `FrozenOrderTests`. npm's differs in what is named here.
    @Test(
        "Cargo's versions as npm has them, builds and all",
        .enabled(if: VersionOracle.npmLibraries != nil, "npm is not installed"))
    func cargo() throws {
        var generator = VersionGenerator(seed: 195, .npm)
        let pairs = generator.pairs(Self.pairCount).filter { !Self.isSpecial($0.0) && !Self.isSpecial($0.1) }
        let (valid, problems) = try differences(.builds, pairs, atLeast: Self.pairCount / 4) { left, right in
            let (one, two) = (CargoVersion(left), CargoVersion(right))
            var answer = VersionOracle.Answer(isPrerelease: one?.isPrerelease)
            // Only npm has a normal form.
            if one != nil { answer.normalized = NodeVersion(left)?.normalized }
            if let one, let two {
                answer.sign = sign(one, two)
                #expect((one == two) == (answer.sign == 0))
            }
            return answer
        }
        #expect(valid > 3_000, "\(valid) valid pairs: both kinds must be common")
        #expect(problems.isEmpty, "\(problems.count)\n\(problems.prefix(5).joined(separator: "\n"))")
    }

    /// What npm takes and Cargo does not, or counts with floats: blanks, a `v`, long numbers; zeros before a number in
    /// a build, which Cargo counts and npm does not.
    private static func isSpecial(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let isOdd = bytes.isEmpty || bytes.contains { $0 > 0x7E || $0 <= 0x20 } || bytes.first == UInt8(ascii: "v")
        let parts = text.split { !$0.isNumber }
        let hasLong = parts.contains { $0.utf8.count > 15 }
        let build = text.split(separator: "+", omittingEmptySubsequences: false).dropFirst().joined(separator: ".")
        let hasZeros = build.split(separator: ".").contains { $0.utf8.count > 1 && $0.first == "0" }
        return isOdd || hasLong || hasZeros
    }

    @Test("Go's versions as its own package has them", .enabled(if: VersionOracle.go != nil, "Go is not installed"))
    func go() throws {
        var generator = VersionGenerator(seed: 119, .npm)
        let oracle = try #require(VersionOracle.go)
        let pairs = generator.pairs(Self.pairCount).map { (Self.withMark($0.0), Self.withMark($0.1)) }
        let (valid, problems) = try differences(oracle, pairs) { left, right in
            let (one, two) = (GoVersion(left), GoVersion(right))
            var answer = VersionOracle.Answer(isPrerelease: one?.isPrerelease)
            if let one, let two {
                answer.sign = sign(one, two)
                #expect((one == two) == (answer.sign == 0))
            }
            return answer
        }
        #expect((10_000...90_000).contains(valid), "\(valid) valid pairs: both kinds must be common")
        #expect(problems.isEmpty, "\(problems.count)\n\(problems.prefix(5).joined(separator: "\n"))")
    }

    /// A `v` before most.
    private static func withMark(_ text: String) -> String {
        text.hasPrefix("v") || text.utf8.count % 16 == 15 ? text : "v" + text
    }

    @Test(
        "Maven's plugins order as ComparableVersion does",
        .enabled(if: VersionOracle.mavenLibraries != nil, "Maven's libraries and a Java compiler are not installed"))
    func mavenPlugins() throws {
        var generator = VersionGenerator(seed: 38, .maven)
        let (_, problems) = try differences(.maven("plugins"), generator.pairs(Self.pairCount)) { left, right in
            var answer = VersionOracle.Answer()
            if let one = MavenVersion(left), let two = MavenVersion(right) {
                answer.sign = sign(one, two)
                #expect((one == two) == (answer.sign == 0))
            }
            return answer
        }
        #expect(problems.isEmpty, "\(problems.count)\n\(problems.prefix(5).joined(separator: "\n"))")
    }

    @Test(
        "Maven's resolver orders as GenericVersion does",
        .enabled(if: VersionOracle.mavenLibraries != nil, "Maven's libraries and a Java compiler are not installed"))
    func mavenResolver() throws {
        var generator = VersionGenerator(seed: 163, .maven)
        let (_, problems) = try differences(.maven("resolver"), generator.pairs(Self.pairCount)) { left, right in
            var answer = VersionOracle.Answer()
            if let one = ResolverVersion(left), let two = ResolverVersion(right) { answer.sign = sign(one, two) }
            return answer
        }
        #expect(problems.isEmpty, "\(problems.count)\n\(problems.prefix(5).joined(separator: "\n"))")
    }
}
