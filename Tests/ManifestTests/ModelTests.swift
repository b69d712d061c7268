import Inventory
import Manifest
import ManifestSupport
import Testing

/// Random scans, compared with a dictionary that knows what has to come out.
@Suite struct ModelTests {
    private struct Random {
        var state: UInt64

        mutating func below(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func aModelAgrees(_ seed: UInt64) throws {
        var random = Random(state: seed)
        let manifest = try TestManifest()
        var files: [String: ImaginedFile] = [:]
        var accepted: [String: ImaginedFile]?
        var nextInode: UInt64 = 1
        for round in 0..<40 {
            let before = files
            for _ in 0..<random.below(25) {
                let path = "d\(random.below(4))/f\(random.below(30))"
                switch random.below(5) {
                case 0: files[path] = nil
                case 1, 2:
                    // A fresh content each time, so that no file looks like another one that moved.
                    nextInode += 1
                    files[path] = ImaginedFile(path, content: nextInode &* 7919, inode: nextInode)
                case 3:
                    files[path]?.changed += 1
                default:
                    files[path]?.changed += 1
                    files[path]?.mode ^= 0o111
                }
            }
            if random.below(6) == 0 { try manifest.reopen() }
            let result = try manifest.scan(Array(files.values), full: random.below(4) == 0, rehashEvery: 3)
            #expect(result.silent.isEmpty)
            #expect(result.counts == Self.counts(from: before, to: files), "round \(round)")
            #expect(try manifest.present().sorted() == files.keys.sorted())
            if random.below(10) == 0 {
                try manifest.store.acceptBaseline(at: Int64(round))
                accepted = files
            }
            if let accepted {
                let difference = try manifest.store.diff(baseline: "accepted")
                #expect(difference.counts == Self.counts(from: accepted, to: files), "baseline, round \(round)")
                #expect(difference.unlisted == 0)
            }
            if random.below(3) == 0 {
                _ = try manifest.store.prune(
                    keepScansFor: Int64(random.below(5)) * 1_000_000_000, keepHistoryFor: 10_000_000_000,
                    now: manifest.clock)
            }
            try manifest.expectSound("round \(round)")
        }
    }

    private static func counts(from old: [String: ImaginedFile], to new: [String: ImaginedFile]) -> ChangeCounts {
        var counts = ChangeCounts()
        for (path, file) in new {
            guard let before = old[path] else {
                counts.added += 1
                continue
            }
            if before.content != file.content || before.mode != file.mode { counts.modified += 1 }
        }
        counts.removed = old.keys.count { new[$0] == nil }
        return counts
    }
}
