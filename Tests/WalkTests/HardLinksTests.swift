import Inventory
import Testing

@testable import Walk

/// The table of files with several names: each state of a file is hashed once, whatever somebody does to it.
struct HardLinksTests {
    private let table = HardLinks()

    private func record(_ inode: UInt64, changed: Int64 = 0) -> FileRecord {
        FileRecord(
            cache: 0, path: 0..<0, target: 0..<0, kind: .file, status: .failed, known: .new,
            identity: FileIdentity(device: 1, inode: inode, size: 1, modified: 0, changed: changed, mode: 0o100644),
            owner: 0, group: 0, links: 3, pathKey: 0, identityKey: 0, digest: .zero)
    }

    private func isClaimed(_ record: FileRecord) -> Bool {
        guard case .claimed = table.ask(record, path: []) else { return false }
        return true
    }

    private func finish(_ record: FileRecord) {
        _ = table.finish(record.identity, links: record.links, digest: .zero, isSettled: true)
    }

    private func isKnown(_ record: FileRecord) -> Bool {
        guard case .known = table.ask(record, path: []) else { return false }
        return true
    }

    @Test func aChangedFileIsHashedOnce() {
        #expect(isClaimed(record(1)))
        finish(record(1))
        #expect(isKnown(record(1)))
        #expect(isClaimed(record(1, changed: 5)))
        finish(record(1, changed: 5))
        #expect(isKnown(record(1, changed: 5)))
    }

    @Test func aFullTableForgetsWhatIsDone() {
        for inode in 0..<UInt64(HardLinks.capacity) {
            #expect(isClaimed(record(inode)))
            finish(record(inode))
        }
        let last = record(UInt64(HardLinks.capacity))
        #expect(isClaimed(last))
        finish(last)
        #expect(isKnown(last))
    }
}
