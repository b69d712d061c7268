import Ecosystems
import EcosystemsSupport
import Inventory
import TestSupport
import Testing

@Suite("Places and paths")
struct KeyTests {
    @Test("A cache is known by its form, wherever it lies")
    func places() throws {
        let tree = try TestTree()
        let key = "c0400f4849a16bb7ec1db13ba6d964327b0869995ab53c54f6668654"
        try tree.write("a/pip/http/c/0/4/0/0/\(key)", "")
        try tree.write("http/readme", "")
        try tree.write("b/http-v2/0/0/0/0/0/\(key)", "")
        try tree.write("c/wheels/1a/b0/8c/4b75c4116c31f83c8f9f047231251e13cc74481cca4a78a9ce/x.whl", "")
        #expect(PipCacheReader.places(in: try FolderFiles(tree.path)) == ["a/pip", "c"])
    }

    @Test(
        "Paths have classes",
        arguments: [
            ("http/c/0/4/0/0/c0400f4849a16bb7ec1db13ba6d964327b0869995ab53c54f6668654", PathClass.index),
            ("http-v2/c/0/4/0/0/c0400f4849a16bb7ec1db13ba6d964327b0869995ab53c54f6668654.body", .index),
            ("http/c/0/4/0/1/c0400f4849a16bb7ec1db13ba6d964327b0869995ab53c54f6668654", .foreign),
            ("http/c/0/4/0/0/c0400f4849a16bb7ec1db13ba6d964327b0869995ab53c54f6668654.lock", .lock),
            ("http/c/0/4/0/0/abcd.tmp", .temporary), ("selfcheck/x", .foreign), ("selfcheck.json", .index),
            ("wheels/1a/b0/8c/4b75c4116c31f83c8f9f047231251e13cc74481cca4a78a9ce/x.whl", .immutable),
            ("wheels/1a/b0/8c/4b75c4116c31f83c8f9f047231251e13cc74481cca4a78a9ce/tmpabcd/x.whl", .temporary),
            ("wheels/1a/b0/x.whl", .foreign), ("", .foreign), ("//", .foreign),
        ])
    func classes(path: String, expected: PathClass) {
        #expect(PipCacheReader.pathClass(of: ByteString(path)) == expected)
    }

    @Test("Only bodies want another digest")
    func wishes() {
        let key = "c0400f4849a16bb7ec1db13ba6d964327b0869995ab53c54f6668654"
        #expect(PipCacheReader.wish(for: Array("http-v2/c/\(key).body".utf8).span) == .blake2b256)
        #expect(PipCacheReader.wish(for: Array("http-v2/c/\(key)".utf8).span) == nil)
        #expect(PipCacheReader.wish(for: [UInt8]().span) == nil)
    }
}
