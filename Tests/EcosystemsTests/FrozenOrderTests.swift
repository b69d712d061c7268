import Ecosystems
import TestSupport
import Testing

/// The orders against what the clients' programs once said, for machines that have none of them. The tables are written
/// by `Tests/Tools/freeze-versions`.
@Suite("Version orders against frozen tables")
struct FrozenOrderTests {
    /// How two versions of one kind compare; `nil` where one is none.
    private typealias Order = @Sendable (String, String) -> Int?

    private static func sign<Version: Comparable>(_ one: Version?, _ two: Version?) -> Int? {
        guard let one, let two else { return nil }
        return one < two ? -1 : (two < one ? 1 : 0)
    }

    private static let orders: [String: Order] = [
        "pep440": { sign(PythonVersion($0), PythonVersion($1)) },
        "semver": { sign(NodeVersion($0), NodeVersion($1)) },
        "semver-loose": { sign(NodeVersion($0, mode: .loose), NodeVersion($1, mode: .loose)) },
        "cargo": { sign(CargoVersion($0), CargoVersion($1)) },
        "maven-plugins": { sign(MavenVersion($0), MavenVersion($1)) },
        "maven-resolver": { sign(ResolverVersion($0), ResolverVersion($1)) },
    ]

    @Test(arguments: ["pep440", "semver", "semver-loose", "cargo", "maven-plugins", "maven-resolver"])
    func table(_ name: String) throws {
        let order = try #require(Self.orders[name])
        let file = try Program.run(["cat", fixture("ecosystems/" + name + ".tsv")])
        var seen: Set<String> = []
        var problems: [String] = []
        for line in file.outputText.split(separator: "\n") {
            let words = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            try #require(words.count == 3)
            seen.insert(words[2])
            let ours = order(words[0], words[1]).map(String.init) ?? "x"
            // The one difference that `NodeVersion` names.
            let isMeant = name != "cargo" && words[..<2].contains { $0.contains("-900719925474099") }
            if ours != words[2], !isMeant {
                problems.append("\(line): ours \(ours)")
            }
        }
        #expect(seen.isSuperset(of: ["-1", "1"]))
        #expect(problems.isEmpty, "\(problems.count)\n\(problems.prefix(5).joined(separator: "\n"))")
    }

    @Test("An order is an order: sorting leaves nothing to swap")
    func sorted() {
        let texts = ["1.0", "1.0-rc1", "1.0-SNAPSHOT", "1.0-sp1", "1.0.1", "1.0-alpha-2", "1-1", "1.x", "", "2"]
        let versions = texts.compactMap { MavenVersion($0) }.sorted()
        for low in versions.indices {
            for high in versions.indices where low < high { #expect(versions[low] <= versions[high]) }
        }
    }

    @Test("What the clients take for a pre-release")
    func prereleases() {
        #expect(["1.0a1", "1.0.dev1", "1.0rc1.post1"].allSatisfy { PythonVersion($0)?.isPrerelease == true })
        #expect(["1.0", "1.0.post1", "1.0+a1"].allSatisfy { PythonVersion($0)?.isPrerelease == false })
        #expect(PythonVersion("1!0")?.hasEpoch == true && PythonVersion("0!1")?.hasEpoch == false)
        #expect(PythonVersion("1+x")?.isLocal == true && PythonVersion("1.post1")?.isPostrelease == true)
        #expect(PythonVersion("V1.0.0-PREVIEW_02")?.normalized == "1.0.0rc2")
        #expect(NodeVersion("1.0.0-0")?.isPrerelease == true && NodeVersion("1.0.0+a-b")?.isPrerelease == false)
        #expect(MavenVersion("1.0-rc1")?.isPrerelease == true && MavenVersion("1.0-jre")?.isPrerelease == false)
        #expect(MavenVersion("1.0-snapshot")?.isSnapshot == true)
        #expect(MavenVersion("1.0-20240102.030405-6")?.isSnapshot == true)
        #expect(MavenVersion("1.0-20240102.030405")?.isSnapshot == false)
    }
}
