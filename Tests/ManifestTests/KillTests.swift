import Inventory
import Manifest
import ManifestSupport
import TestSupport
import Testing

/// A program that writes scan after scan is killed at random moments. `BEZOAR_KILLS` names how often.
@Suite struct KillTests {
    @Test func nothingIsLostWhenTheWriterIsKilled() throws {
        let kills = Program.variable("BEZOAR_KILLS").flatMap { Int($0) } ?? 25
        let folder = try TestTree()
        let path = ByteString(folder.file("m.db"))
        var random: UInt64 = 4711
        var interrupted = 0
        var scans = 0
        // Grows where the machine is so busy that the writer was killed before it wrote.
        var patience: UInt32 = 15_000
        for kill in 0..<kills {
            let child = try Program.start([writer, "loop", folder.file("m.db")])
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            Program.pause(microseconds: patience + UInt32((random >> 33) % 80_000))
            child.killNow()
            let store = try TestManifest.openForWriting(path)
            let integrity = try store.integrityCheck()
            #expect(integrity == [], "after kill \(kill)")
            let chain = try store.verifyChain()
            #expect(chain.mismatches == [], "after kill \(kill)")
            let content = try store.verifyContent()
            #expect(content.mismatches == [], "after kill \(kill)")
            #expect(chain.scans >= scans)
            patience = chain.scans == scans ? min(2_000_000, patience * 2) : 15_000
            scans = chain.scans
            // The next scan knows what is there: at the second look nothing changed.
            var files: [ImaginedFile] = []
            try store.exportRows { row in
                files.append(ImaginedFile(row.path.utf8Text ?? "", content: 5, inode: UInt64(files.count)))
                return true
            }
            let paths = Set(files.map(\.path))
            #expect(paths.count == files.count, "a path stands twice after kill \(kill)")
            if kill % 5 == 4 {
                try scan(files, store)
                #expect(try scan(files, store).caches[0].counts == ChangeCounts())
                scans += 2
            }
            interrupted = chain.scans
        }
        // More than the scans made above; how many more is a matter of how busy the machine is.
        #expect(interrupted > 2 * ((kills - 1) / 5), "the writer did not get to write")
    }

    @discardableResult
    private func scan(_ files: [ImaginedFile], _ store: ManifestStore) throws -> ScanOutcome {
        let cache = MountCache(id: "/root/.cache/pip", root: "/state", record: "r", path: "/state/snapshot")
        let writer = try store.beginScan(caches: [cache], options: ScanOptions(started: 9, toolVersion: "t"))
        _ = try writer.record(WalkImitation(known: writer.known).batch(files))
        return try writer.finish(.complete, complete: [true], finished: 10)
    }

    /// The program beside the tests' own bundle.
    private var writer: String {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return "/" + bundle.split(separator: "/").dropLast().joined(separator: "/") + "/manifest-writer"
    }
}
