import Inventory
import TestSupport
import Testing
import Walk

/// Digests besides SHA-256, made of the same bytes, against those of the system's own tools.
@Suite struct OtherDigestTests {
    private static let tools: [(ending: String, algorithm: ContentDigest.Algorithm, tool: String)] = [
        (".jar", .sha1, "sha1sum"), (".tgz", .sha512, "sha512sum"), (".old", .md5, "md5sum"),
    ]

    private static let wish: @Sendable (Span<UInt8>) -> ContentDigest.Algorithm? = { path in
        for (ending, algorithm, _) in tools {
            let word = Array(ending.utf8)
            guard path.count > word.count else { continue }
            if word.indices.allSatisfy({ path[path.count - word.count + $0] == word[$0] }) { return algorithm }
        }
        return nil
    }

    /// Small, longer than one read, and with a hole; one after the other, so that no digest is carried over.
    private func makeTree() throws -> TestTree {
        let tree = try TestTree()
        for ending in [".jar", ".tgz", ".old", ".txt"] {
            try tree.write("a/small" + ending, "content of " + ending)
            try tree.write("a/long" + ending, [UInt8]((0..<50_000).map { UInt8(truncatingIfNeeded: $0 / 7) }))
            try tree.writeSparse("a/sparse" + ending, size: 300_000, "data", at: 200_000)
        }
        return tree
    }

    private func check(_ walked: Walked, _ tree: TestTree) throws {
        #expect(walked.records.count == 12 && walked.troubles.isEmpty)
        #expect(walked.others.count == 9)
        for (ending, algorithm, tool) in Self.tools {
            for name in ["a/small", "a/long", "a/sparse"] {
                let said = try Program.run([tool, tree.file(name + ending)]).outputText.prefix { $0 != " " }
                let found = walked.others[ByteString(name + ending)]
                #expect(found?.hex == String(said) && found?.algorithm == algorithm, "\(name)\(ending)")
            }
        }
    }

    /// Where nothing is known each file is opened first, else its status is looked at first: two ways of reading.
    @Test(arguments: [4096, 256 * 1024])
    func theyAreThoseOfOtherTools(readSize: Int) throws {
        let tree = try makeTree()
        let options = WalkOptions(jobs: 2, batchSize: 3, readSize: readSize, wish: Self.wish)
        for confined in [true, false] {
            try check(try walk(tree, options: options, confined: confined), tree)
        }
        try check(try walk(tree, options: options, known: Stranger()), tree)
    }

    /// Nobody is to pay twice for files that hold nothing; what they are is said all the same.
    @Test func holesAreHashedOnce() throws {
        let tree = try TestTree()
        for name in ["a", "b", "c", "d", "e", "same"] { try tree.writeSparse(name + ".tgz", size: 3_000_000) }
        try tree.writeSparse("same.jar", size: 3_000_000)
        try tree.writeSparse("plain", size: 3_000_000)
        let options = WalkOptions(jobs: 1, maximumHoleBytes: 9_000_000, wish: Self.wish)
        let walked = try walk(tree, options: options)
        #expect(walked.troubles.isEmpty && walked.others.count == 7)
        for (ending, _, tool) in Self.tools where [".tgz", ".jar"].contains(ending) {
            let said = try Program.run([tool, tree.file("same" + ending)]).outputText.prefix { $0 != " " }
            #expect(walked.others[ByteString("same" + ending)]?.hex == String(said))
        }
        #expect(walked.others["a.tgz"] == walked.others["same.tgz"])
    }

    /// The first digest is made, the second one only up to a limit.
    @Test func longHolesHaveNoSecondDigest() throws {
        let tree = try TestTree()
        for name in ["long.tgz", "longer.tgz"] {
            try tree.writeSparse(name, size: WalkOptions.otherHoleBytes + 65_536, name, at: 8192)
        }
        try tree.writeSparse("small.tgz", size: 4096, "x")
        let walked = try walk(tree, options: WalkOptions(jobs: 1, wish: Self.wish))
        #expect(walked.troubles.isEmpty && walked.others.keys.map(\.self) == ["small.tgz"])
        #expect(walked["long.tgz"]?.status == .hashed && walked["longer.tgz"]?.status == .hashed)
    }

    @Test func nothingIsMadeUnasked() throws {
        let tree = try makeTree()
        #expect(try walk(tree).others.isEmpty)
    }

    /// Knows something, but none of these files.
    private struct Stranger: KnownFiles {
        var hashKey: (UInt64, UInt64) { NoKnownFiles().hashKey }
        var isEmpty: Bool { false }

        func find(pathKey: UInt64, identityKey: UInt64) -> KnownMatch { .none }
    }
}
