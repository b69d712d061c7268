import Ecosystems
import TestSupport
import Testing

/// The orders of versions against the clients' own programs: the same signs, the same normal forms, the same refusals.
@Suite("Version orders against their clients")
struct VersionOrderTests {
    static let pairCount = 100_000

    /// Compares our answers with an oracle's; the first differences.
    private func differences(
        _ oracle: VersionOracle, _ pairs: [(String, String)], isKnown: ((String, String)) -> Bool = { _ in false },
        ours: (String, String) -> VersionOracle.Answer
    ) throws -> (valid: Int, problems: [String]) {
        var problems: [String] = []
        var valid = 0
        let answers = try oracle.answers(pairs)
        for (index, answer) in answers.enumerated() {
            let pair = pairs[index]
            if answer.sign != nil { valid += 1 }
            let mine = ours(pair.0, pair.1)
            if mine != answer, !isKnown(pair) {
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
        let pairs = generator.pairs(Self.pairCount / 2 + 5_000)
        let mode = loose ? NodeVersion.Mode.loose : .strict
        let (valid, problems) = try differences(
            .npm(loose: loose), pairs, isKnown: { holdsTwoHugeNumbers($0, $1, mode) }
        ) { left, right in
            let one = NodeVersion(left, mode: mode)
            let two = NodeVersion(right, mode: mode)
            var answer = VersionOracle.Answer(normalized: one?.normalized, isPrerelease: one?.isPrerelease)
            if let one, let two {
                answer.sign = sign(one, two)
                #expect((one == two) == (answer.sign == 0))
            }
            return answer
        }
        #expect((5_000...50_000).contains(valid), "\(valid) valid pairs: both kinds must be common")
        #expect(problems.isEmpty, "\(problems.count)\n\(problems.prefix(5).joined(separator: "\n"))")
    }

    /// The one difference that `NodeVersion` names: both prereleases hold a number beyond exact floats.
    private func holdsTwoHugeNumbers(_ left: String, _ right: String, _ mode: NodeVersion.Mode) -> Bool {
        [left, right].allSatisfy { text in
            NodeVersion(text, mode: mode)?.prerelease.split(separator: ".").contains {
                $0.allSatisfy(\.isNumber) && (UInt64($0) ?? .max) > NodeVersion.numberLimit
            } == true
        }
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
        let (_, problems) = try differences(.maven("resolver"), generator.pairs(Self.pairCount / 2)) { left, right in
            var answer = VersionOracle.Answer()
            if let one = ResolverVersion(left), let two = ResolverVersion(right) { answer.sign = sign(one, two) }
            return answer
        }
        #expect(problems.isEmpty, "\(problems.count)\n\(problems.prefix(5).joined(separator: "\n"))")
    }
}
