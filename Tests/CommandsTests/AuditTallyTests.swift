import Inventory
import Testing

@testable import Commands

/// What is kept of troubles, whoever makes them.
struct AuditTallyTests {
    private func trouble(_ cache: Int32, size: Int = 1000) -> Trouble {
        Trouble(
            cache: cache, path: ByteString([UInt8](repeating: 0x6e, count: size)), reason: .unreadable, detail: "")
    }

    @Test func soManyBytesAreListedAndTheRestIsCounted() {
        var tally = AuditTally(caches: 2, troublesMax: 1000, bytesMax: 100_000)
        for _ in 0..<500 { tally.add(trouble(0)) }
        #expect(tally.troubles.count == 100)
        #expect(tally.unlistedTroubles == 400)
        // The flood in one cache does not push those of another out.
        for _ in 0..<500 { tally.add(trouble(1)) }
        #expect(tally.troubles.count { $0.cache == 1 } == 65)
        #expect(tally.troubles.count + tally.unlistedTroubles == 1000)
    }

    /// Another look of the walk may find another file where one was seen.
    @Test func aPathThatCameAgainIsCountedOnce() {
        var tally = AuditTally(caches: 1, troublesMax: 0)
        for known in [FileRecord.Known.new, .again] { tally.add(PackageCollectorTests.batch(known, inode: 1)) }
        #expect(tally.caches[0].files == 1)
        #expect(tally.caches[0].bytes == 10)
        #expect(tally.caches[0].hashed == 1)
    }

    @Test func unseenCaches() {
        var tally = AuditTally(caches: 3, troublesMax: 0)
        #expect(tally.unseenCaches.isEmpty)
        tally.add(trouble(1))
        #expect(tally.unseenCaches == [1])
        tally.add(trouble(-1))
        #expect(tally.unseenCaches == [0, 1, 2])
    }
}
