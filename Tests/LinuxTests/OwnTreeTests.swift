import Linux
import TestSupport
import Testing

/// What is filled is removed whole, and nothing else is.
struct OwnTreeTests {
    private func name(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test("All is removed, and nothing outside")
    func removal() throws {
        let outside = try TestTree()
        try outside.write("folder/kept", "kept")
        let tree = try OwnTree(making: outside.bytes("tree"))
        for folder in ["a", "a/b", "a/b/c", "d"] { try tree.makeFolder(name(folder)) }
        try tree.write(name("a/b/c/file"), name("content"))
        try tree.write(name("a/odd\n") + [0xFF], [])
        try tree.makeLink(name("a/away"), to: outside.bytes("folder"))
        try tree.makeLink(name("away"), to: name("../folder"))
        try tree.makeFIFO(name("d/fifo"))
        try tree.makeSocket(name("d/socket"))
        try tree.makeHardLink(name("d/again"), to: name("a/b/c/file"))
        try tree.writeHole(name("hole"), size: 1 << 40)
        try tree.removeAll()
        #expect(throws: SystemError(SystemError.notFound, .statx)) {
            _ = try Descriptor.status(ofPath: outside.bytes("tree"))
        }
        #expect(try OwnFile.read(outside.bytes("folder/kept"), limit: 10) == name("kept"))
    }

    @Test("A folder of many entries is removed")
    func many() throws {
        let outside = try TestTree()
        let tree = try OwnTree(making: outside.bytes("tree"))
        for number in 0..<2500 { try tree.write(name("a file with a long name, number \(number)"), []) }
        try tree.removeAll()
        #expect((try? Descriptor.status(ofPath: outside.bytes("tree"))) == nil)
    }

    @Test("The folder is its owner's alone, and one that exists is not taken")
    func making() throws {
        let outside = try TestTree()
        let tree = try OwnTree(making: outside.bytes("tree"))
        #expect(try Descriptor.status(ofPath: tree.path).mode & 0o7777 == 0o700)
        #expect(throws: SystemError(SystemError.exists, .mkdirat)) {
            _ = try OwnTree(making: outside.bytes("tree")).path
        }
        try outside.link("link", to: "/tmp")
        #expect(throws: SystemError(SystemError.exists, .mkdirat)) {
            _ = try OwnTree(making: outside.bytes("link")).path
        }
        try tree.removeAll()
    }

    @Test("Times are set to the nanosecond, before 1970 as well", arguments: [0, 1, -1, 1_700_000_000_123_456_789])
    func times(_ nanoseconds: Int64) throws {
        let outside = try TestTree()
        let tree = try OwnTree(making: outside.bytes("tree"))
        try tree.write(name("file"), [])
        try tree.setModified(name("file"), nanoseconds)
        #expect(try tree.status(of: name("file")).modified == nanoseconds)
        try tree.removeAll()
    }
}
