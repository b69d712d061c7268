import Ecosystems
import EcosystemsSupport
import Inventory
import TestSupport
import Testing

/// What npm's own library sees in a cache, also in a broken one.
struct OracleTests {
    static let library: String? = {
        let words = ["npm", "root", "-g"]
        guard let root = (try? Program.run(words))?.outputText.split(separator: "\n").first else { return nil }
        let folder = "\(root)/npm/node_modules/cacache"
        return Program.succeeds(["node", "-e", "require('\(folder)')"]) ? folder : nil
    }()

    @Test(
        .enabled(if: library != nil, "needs npm"),
        arguments: [
            "", "repointed", "bad-line", "torn-line", "tombstone", "foreign-key", "new-version", "content-sha256",
        ])
    func seesTheSameEntries(_ poison: String) throws {
        let sample = try SampleCache()
        if !poison.isEmpty { try sample.poison(poison) }
        let script = fixture("ecosystems/npm/list.js")
        let result = try Program.run(["node", script, try #require(Self.library), sample.folder + "/_cacache"])
        try #require(result.status == 0, "\(result.errorText)")
        let expected = Set(result.outputText.split(separator: "\n").map(String.init))
        let reading = try sample.reading()
        let found = reading.artifacts.map { ($0.source, $0.path) } + reading.claims.map { ($0.source, $0.path) }
        let actual = found.compactMap { source, path in
            source.flatMap { Self.line($0, path) }
        }
        #expect(Set(actual) == expected)
        #expect(expected.count > 10)
    }

    private static func line(_ source: ByteString, _ path: ByteString) -> String? {
        guard let address = source.utf8Text, let path = path.utf8Text else { return nil }
        return address + " " + path.dropFirst("root/.npm/_cacache/".utf8.count)
    }
}
