import Inventory
import Linux
import Manifest
import ManifestSupport
import SQLite
import TestSupport
import Testing

/// A manifest in a folder of its own, with scans in one line.
final class TestManifest {
    let folder: TestTree
    let path: ByteString
    var store: ManifestStore
    /// Start of the next scan, in nanoseconds; each one begins a second later.
    var clock: Int64 = 1_000_000_000_000

    static let pip = MountCache(id: "/root/.cache/pip", root: "/state", record: "r1", path: "/state/s1")
    static let npm = MountCache(id: "/root/.npm", root: "/state", record: "r2", path: "/state/s2")

    init() throws {
        folder = try TestTree()
        path = ByteString(folder.file("manifest.db"))
        store = try ManifestStore(path: path, mode: .write)
    }

    /// Closes the store, calls `body` on the closed file, opens it again.
    func reopen(_ body: () throws -> Void = {}) throws {
        // The lock goes with the store: a reader stands in while there is none.
        store = try ManifestStore(path: path, mode: .read)
        try body()
        store = try Self.openForWriting(path)
    }

    /// A program that another test starts at this moment holds a copy of the lock's descriptor until it is executed;
    /// so a lock of this very process is waited for.
    static func openForWriting(_ path: ByteString) throws(ManifestError) -> ManifestStore {
        for _ in 0..<200 {
            do throws(ManifestError) {
                return try ManifestStore(path: path, mode: .write)
            } catch {
                guard case .locked(let process) = error.kind, process == Int32(Host.processNumber) else { throw error }
                Program.pause(microseconds: 5_000)
            }
        }
        return try ManifestStore(path: path, mode: .write)
    }

    /// Runs SQL on the closed file, as somebody with a database shell would.
    func edit(_ sql: String) throws {
        try reopen {
            let shell = try Connection(path: path.bytes, mode: .write)
            try shell.execute(sql)
        }
    }

    /// The first number that a query gives.
    func number(_ sql: String) throws -> Int64? {
        try Connection(path: path.bytes, mode: .read).integer(sql)
    }

    struct Result {
        var outcome: ScanOutcome
        var silent: [SilentChange]
        var counts: ChangeCounts { outcome.caches[0].counts }
    }

    /// One scan of one cache.
    @discardableResult
    func scan(
        _ files: [ImaginedFile], full: Bool = false, rehashEvery: Int = 0, complete: Bool = true,
        status: ScanStatus = .complete, troubles: [Trouble] = [], collides: Bool = false
    ) throws -> Result {
        try scan(
            [(Self.pip, files)], full: full, rehashEvery: rehashEvery, complete: complete, status: status,
            troubles: troubles, collides: collides)
    }

    /// One scan of several caches.
    @discardableResult
    func scan(
        _ caches: [(MountCache, [ImaginedFile])], full: Bool = false, rehashEvery: Int = 0, complete: Bool = true,
        status: ScanStatus = .complete, troubles: [Trouble] = [], collides: Bool = false
    ) throws -> Result {
        clock += 1_000_000_000
        let writer = try store.beginScan(
            caches: caches.map(\.0),
            options: ScanOptions(full: full, rehashEvery: rehashEvery, started: clock, toolVersion: "test"))
        var silent: [SilentChange] = []
        for (index, cache) in caches.enumerated() {
            let walk = WalkImitation(known: writer.known, cache: Int32(index), collides: collides)
            var batch = walk.batch(cache.1)
            if index == 0 { batch.troubles = troubles }
            silent += try writer.record(batch)
        }
        let outcome = try writer.finish(
            status, complete: caches.map { _ in complete }, finished: clock + 500_000_000)
        return Result(outcome: outcome, silent: silent)
    }

    /// Paths of the present files.
    func present() throws -> [String] {
        var paths: [String] = []
        try store.exportRows { row in
            paths.append(row.path.utf8Text ?? "?")
            return true
        }
        return paths
    }

    /// Fails the test where anything does not add up.
    func expectSound(_ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let content = try store.verifyContent()
        #expect(content.mismatches == [], comment, sourceLocation: sourceLocation)
        let chain = try store.verifyChain()
        #expect(chain.mismatches == [], comment, sourceLocation: sourceLocation)
        let integrity = try store.integrityCheck()
        #expect(integrity == [], comment, sourceLocation: sourceLocation)
    }
}
