import Inventory
import Linux
import Manifest
import ManifestSupport

/// Writes manifests for tests: `loop DATABASE` until somebody kills it, `measure DATABASE FILES` for the
/// numbers, `sample DATABASE` for a fixture.
@main
enum ManifestWriter {
    static func main() throws {
        let arguments = CommandLine.arguments
        switch arguments.dropFirst().first {
        case "loop" where arguments.count == 3: try loop(ByteString(arguments[2]))
        case "measure" where arguments.count == 4: try measure(ByteString(arguments[2]), Int(arguments[3]) ?? 200_000)
        case "sample" where arguments.count == 3: try sample(ByteString(arguments[2]))
        default: print("manifest-writer loop DATABASE | measure DATABASE FILES | sample DATABASE")
        }
    }

    static let cache = MountCache(id: "/root/.cache/pip", root: "/state", record: "r", path: "/state/snapshot")

    /// A small manifest for a fixture: what a released format looks like with rows in it.
    static func sample(_ path: ByteString) throws {
        let store = try ManifestStore(path: path, mode: .write)
        let pip = MountCache(id: "/root/.cache/pip", root: "/state", record: "r1", path: "/state/s1")
        let writer = try store.beginScan(caches: [pip], options: ScanOptions(started: 1, toolVersion: "sample"))
        let files = [ImaginedFile("a/one", content: 1, inode: 11), ImaginedFile("a/two", content: 2, inode: 12)]
        _ = try writer.record(WalkImitation(known: writer.known).batch(files))
        _ = try writer.finish(.complete, complete: [true], finished: 2)
    }

    /// Scan after scan over a cache that changes by a part each time.
    static func loop(_ path: ByteString) throws {
        let store = try ManifestStore(path: path, mode: .write)
        print("ready")
        var round: UInt64 = UInt64(bitPattern: Clock.now) % 1_000_003
        while true {
            round += 1
            let writer = try store.beginScan(
                caches: [cache], options: ScanOptions(started: Clock.now, toolVersion: "test"))
            let walk = WalkImitation(known: writer.known)
            for part in 0..<20 {
                let files = (0..<100).map { index in
                    let number = UInt64(part * 100 + index)
                    let version = number % 7 == round % 7 ? round : 0
                    return ImaginedFile(
                        "folder-\(part)/file-\(index)-\(number % 11 == round % 11 ? round : 0)",
                        content: number &* 1_000 &+ version, inode: number &+ version &* 10_000)
                }
                _ = try writer.record(walk.batch(files))
                try writer.commit()
            }
            _ = try writer.finish(.complete, complete: [true], finished: Clock.now)
            _ = try store.prune(keepScansFor: 0, keepHistoryFor: 1_000_000_000, now: Clock.now)
        }
    }

    static func milliseconds(_ body: () throws -> Void) rethrows -> Double {
        let start = Clock.steady
        try body()
        return Double((Clock.steady - start) / 1_000) / 1_000
    }

    static func measure(_ path: ByteString, _ count: Int) throws {
        let store = try ManifestStore(path: path, mode: .write)
        print("files \(count)")
        for (name, full) in [("first", false), ("unchanged", false), ("rehash all", true)] {
            var writer: ScanWriter?
            let begin = try milliseconds {
                writer = try store.beginScan(
                    caches: [cache], options: ScanOptions(full: full, started: Clock.now, toolVersion: "test"))
            }
            guard let writer else { return }
            let walk = WalkImitation(known: writer.known)
            var record = 0.0
            var make = 0.0
            for start in stride(from: 0, to: count, by: 1_000) {
                var batch = FileBatch()
                make += milliseconds {
                    batch = walk.batch(
                        (start..<min(count, start + 1_000)).map {
                            ImaginedFile(
                                "http-v2/a/b/c/d/e/\($0)-abcdef0123456789abcdef0123456789.body",
                                content: UInt64($0) &* 0x9e37_79b9_7f4a_7c15, inode: UInt64($0))
                        })
                }
                record += try milliseconds { _ = try writer.record(batch) }
            }
            let finish = try milliseconds {
                _ = try writer.finish(.complete, complete: [true], finished: Clock.now)
            }
            print("\(name): begin \(begin) ms, record \(record) ms, finish \(finish) ms (imitated walk \(make) ms)")
        }
        print("verify content: \(try milliseconds { print(try store.verifyContent()) }) ms")
        print("verify chain: \(try milliseconds { print(try store.verifyChain()) }) ms")
        print("integrity check: \(try milliseconds { print(try store.integrityCheck()) }) ms")
        print("peak memory \(Host.peakMemory / 1024) KiB")
    }
}
