import Inventory
import Linux
import TestSupport
import Testing
import Walk

/// Knows what an earlier walk saw.
private struct Remembered: KnownFiles {
    var hashKey: (UInt64, UInt64) { NoKnownFiles().hashKey }
    var files: [UInt64: (identity: UInt64, slot: Int32)] = [:]
    var rehash = false

    init(_ walked: Walked, rehash: Bool = false) {
        self.rehash = rehash
        for (slot, record) in walked.records.values.enumerated() {
            files[record.pathKey] = (record.identityKey, Int32(slot))
        }
    }

    var isEmpty: Bool { files.isEmpty }

    func find(pathKey: UInt64, identityKey: UInt64) -> KnownMatch {
        guard let file = files[pathKey] else { return .none }
        return file.identity == identityKey ? .same(slot: file.slot, rehash: rehash) : .changed(slot: file.slot)
    }
}

@Test("An unchanged file is not read again, a changed one is")
func reuse() throws {
    let tree = try TestTree()
    for index in 0..<20 { try tree.write("d\(index % 3)/f\(index)", "content \(index)") }
    let first = try walk(tree)
    #expect(first.records.values.allSatisfy { $0.known == .new })
    #expect(Set(first.records.values.map(\.pathKey)).count == 20)
    try tree.write("d0/f3", "other")
    try tree.write("d0/new", "x")
    let second = try walk(tree, known: Remembered(first))
    #expect(second.records.values.count { $0.status == .reused } == 19)
    #expect(second["d0/f3"]?.status == .hashed)
    if case .changed = second["d0/f3"]?.known {} else { Issue.record("f3 should be changed") }
    #expect(second["d0/new"]?.known == .new)
    #expect(second.bytesRead == 6)
}

@Test("A file whose turn it is to be read again is read")
func rehash() throws {
    let tree = try TestTree()
    try tree.write("file", "content")
    let first = try walk(tree)
    let second = try walk(tree, known: Remembered(first, rehash: true))
    #expect(second["file"]?.status == .hashed)
    #expect(second["file"]?.digest == first["file"]?.digest)
    if case .same = second["file"]?.known {} else { Issue.record("the file should be known as it is") }
}

@Test("A change of mode, owner's time or inode makes a file changed")
func identity() throws {
    let tree = try TestTree()
    for name in ["mode", "time", "inode", "same"] { try tree.write(name, "content") }
    let first = try walk(tree)
    try tree.setMode("mode", 0o600)
    try tree.setTime("time", 1000)
    try tree.write("inode.new", "content")
    try tree.rename("inode.new", to: "inode")
    let second = try walk(tree, known: Remembered(first))
    #expect(second["same"]?.status == .reused)
    for name in ["mode", "time", "inode"] { #expect(second[name]?.status == .hashed, "\(name)") }
}

@Test("A file that was changed in the very moment it was read is read again by the next walk")
func justChanged() throws {
    let tree = try TestTree()
    try tree.write("file", [UInt8](repeating: 1, count: 50_000))
    let path = tree.bytes("file")
    // Changed while it is read: the second attempt reads it whole, in the same step of the clock.
    let trip = Trip { count in
        guard count == 4, let file = try? Descriptor.open(path, [.writeOnly]) else { return }
        try? file.write(Array("new".utf8))
        file.dropCached(from: 0, length: 0)
    }
    let first = try walk(tree, options: WalkOptions(jobs: 1, readSize: 4096)) { trip.step() }
    #expect(first["file"]?.status == .hashed)
    // A page that is still unwritten would be reason enough to read it again.
    try Descriptor.open(path, [.writeOnly]).synchronize()
    let second = try walk(tree, known: Remembered(first))
    #expect(second["file"]?.status == .hashed)
    let third = try walk(tree, known: Remembered(second))
    #expect(third["file"]?.status == .reused)
}
