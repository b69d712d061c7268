import Inventory
import Manifest
import ManifestSupport
import Testing

@Suite struct KnownTableTests {
    private func entry(_ key: UInt64, _ identity: UInt64, _ row: Int64) -> KnownTable.Entry {
        KnownTable.Entry(pathKey: key, identityKey: identity, row: row)
    }

    @Test func aDictionaryAgrees() {
        var table = KnownTable(hashKey: (1, 2), cacheNumbers: [], expecting: 10)
        var model: [UInt64: (identity: UInt64, row: Int64)] = [:]
        var random: UInt64 = 7
        func next() -> UInt64 {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (random ^ random >> 29) &* 0x9e37_79b9_7f4a_7c15
        }
        for chunk in 0..<20 {
            var files: [KnownTable.Addition] = []
            for row in (chunk * 1000 + 1)...(chunk * 1000 + 1000) {
                let key = next()
                let identity = next()
                model[key] = (identity, Int64(row))
                files.append((entry(key, identity, Int64(row)), row % 3 == 0))
            }
            let areIn = table.insert(contentsOf: files)
            #expect(areIn)
        }
        #expect(table.count == model.count)
        for (key, value) in model {
            guard case .same(let slot, let rehash) = table.find(pathKey: key, identityKey: value.identity) else {
                Issue.record("a known file was not found")
                return
            }
            #expect(table.row(ofSlot: slot) == value.row)
            #expect(rehash == (value.row % 3 == 0))
            #expect(table.find(pathKey: key, identityKey: value.identity &+ 1) == .changed(slot: slot))
            #expect(table.find(pathKey: key ^ 1, identityKey: value.identity) == .none)
        }
    }

    @Test func extremeKeysAreFound() {
        var table = KnownTable(hashKey: (1, 2), cacheNumbers: [], expecting: 3)
        for (row, key) in zip(Int64(1)..., [UInt64.max, 0, UInt64.max - 1, 1, UInt64.max]) {
            let isIn = table.insert(contentsOf: [(entry(key, UInt64(row), row), false)])
            #expect(isIn)
        }
        #expect(table.slots(withPathKey: .max).compactMap { table.row(ofSlot: $0) } == [1, 5])
        for (identity, key) in zip(UInt64(1)..., [UInt64.max, 0, UInt64.max - 1, 1, UInt64.max]) {
            guard case .same = table.find(pathKey: key, identityKey: identity) else {
                Issue.record("key \(key) was not found")
                return
            }
        }
    }

    @Test func preparedKeysAreRefused() {
        var table = KnownTable(hashKey: (1, 2), cacheNumbers: [], expecting: 100_000)
        var accepted = 0
        for row in 1...Int64(10_000) {
            if !table.insert(contentsOf: [(entry(5, UInt64(row), row), false)]) { break }
            accepted += 1
        }
        #expect(accepted == KnownTable.distanceMax + 1)
    }

    @Test func aMillionFilesFitIntoFortyMegabytes() {
        let table = KnownTable(hashKey: (1, 2), cacheNumbers: [], expecting: 1_000_000)
        #expect(MemoryLayout<KnownTable.Entry>.stride * table.slotCount <= 33_000_000)
    }
}

/// Of so many files that several threads load them.
@Suite struct ManyFilesTests {
    @Test func allAreKnownAgainAndWhatIsGoneIsNot() throws {
        let manifest = try TestManifest()
        var files = (1...60_000).map { ImaginedFile("d\($0 % 100)/f\($0)", content: UInt64($0), inode: UInt64($0)) }
        _ = try manifest.scan(files)
        try manifest.reopen()
        files.removeLast(10)
        files[20_000].changed += 1
        files[20_000].content = 99_999
        let second = try manifest.scan(files)
        #expect(second.counts == ChangeCounts(added: 0, removed: 10, modified: 1, moved: 0))
        #expect(try manifest.scan(files).counts == ChangeCounts())
        try manifest.edit("UPDATE file SET path_key = 5 WHERE id > 30000")
        #expect(throws: ManifestError.self) { try manifest.scan(files) }
    }
}
