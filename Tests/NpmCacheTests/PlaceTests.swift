import Ecosystems
import EcosystemsSupport
import Inventory
import Testing

/// Where caches begin: told from what lies there, not from a name.
struct PlaceTests {
    static let bucket = "index-v5/" + PathTests.split(64)
    static let content = "content-v2/sha512/" + PathTests.split(128)

    static let trees: [([String], [ByteString])] = [
        ([], []),
        (["a", "_cacache/a", "_cacache/index-v5/a", "_cacache/content-v2/sha512/ab/cd/ef"], []),
        (["_cacache/" + bucket], [""]),
        (["_cacache/" + content], [""]),
        ([bucket], [""]),
        ([".npm/_cacache/" + bucket, ".npm/_cacache/" + content, ".npm/_logs/a"], [".npm"]),
        (["a/_cacache/" + bucket, "b/" + content, "b.c/_cacache/" + content], ["a", "b", "b.c"]),
        (["x_cacache/" + content], ["x_cacache"]),
        // A planted store does not hide those below it.
        ([bucket, content, ".npm/_cacache/" + content], ["", ".npm"]),
        // One store beside another, in the folder of the one and in the folder above.
        (["_cacache/" + content, "other/_cacache/" + content], ["", "other"]),
    ]

    @Test(arguments: trees)
    func areFound(_ paths: [String], _ expected: [ByteString]) {
        var contents: [ByteString: [UInt8]] = [:]
        for path in paths { contents[ByteString(path)] = [] }
        #expect(NpmCacheReader.places(in: MemoryFiles(contents)) == expected)
    }
}
