package import Inventory
internal import Linux

/// All present files of the audited caches, found by the keyed hash of their path.
///
/// ```
///  entries   [ - | key identity row | key identity row | - | ... ]     24 bytes each, three quarters full:
///                  ^ home of the key: its share of the table's length    32 bytes per file
///  due       one bit per entry: read the file again in this scan
/// ```
/// Open addressing with linear probing. The keys are keyed hashes, so they spread evenly; a database edited by hand
/// may hold others, and a key that lies too far from its home is refused at loading rather than searched for ever.
/// Immutable once loaded: threads share it without a lock. An entry's index is its slot.
package struct KnownTable: KnownFiles {
    /// One known file.
    package struct Entry: Sendable, BitwiseCopyable {
        package var pathKey: UInt64
        package var identityKey: UInt64
        /// Row id, from 1; 0 marks an empty entry.
        package var row: Int64

        package init(pathKey: UInt64, identityKey: UInt64, row: Int64) {
            self.pathKey = pathKey
            self.identityKey = identityKey
            self.row = row
        }
    }

    /// Farthest that an entry may lie from its key's home. Even a table of a hundred million stays far below.
    package static let distanceMax = 2_048

    /// Slots are `Int32`, so this is the end.
    static let capacityMax = Int(Int32.max)

    package let hashKey: (UInt64, UInt64)
    /// The manifest's number of each listed cache.
    package let cacheNumbers: [Int64]
    private(set) var entries: [Entry]
    private var due: [UInt64]
    private var longest = 0
    /// Known files.
    package private(set) var count = 0

    /// An empty table with room for so many files.
    package init(hashKey: (UInt64, UInt64), cacheNumbers: [Int64], expecting files: Int) {
        self.hashKey = hashKey
        self.cacheNumbers = cacheNumbers
        let capacity = Self.capacity(for: files)
        entries = Array(repeating: Entry(pathKey: 0, identityKey: 0, row: 0), count: capacity)
        due = Array(repeating: 0, count: capacity / 64 + 1)
    }

    private static func capacity(for files: Int) -> Int {
        min(capacityMax, max(64, files + files / 3 + 1))
    }

    /// Slots in use or not; a slot is less than this.
    package var slotCount: Int { entries.count }

    package func cacheNumber(at index: Int32) -> UInt64 {
        guard index >= 0, Int(index) < cacheNumbers.count else { return UInt64(UInt32(bitPattern: index)) << 32 }
        return UInt64(bitPattern: cacheNumbers[Int(index)])
    }

    package var isEmpty: Bool { count == 0 }

    package func prepare(pathKey: UInt64) {
        NearMemory.fetch(entries.span, at: home(pathKey))
    }

    package func find(pathKey: UInt64, identityKey: UInt64) -> KnownMatch {
        var index = home(pathKey)
        var other: Int32?
        for _ in 0...longest {
            let entry = entries[index]
            if entry.row == 0 { break }
            if entry.pathKey == pathKey {
                let slot = Int32(truncatingIfNeeded: index)
                if entry.identityKey == identityKey { return .same(slot: slot, rehash: isDue(index)) }
                // Two paths may share a key: go on, the identity may lie behind.
                if other == nil { other = slot }
            }
            index += 1
            if index == entries.count { index = 0 }
        }
        return other.map { .changed(slot: $0) } ?? .none
    }

    /// The row behind a slot; `nil` for a slot that holds none.
    package func row(ofSlot slot: Int32) -> Int64? {
        guard slot >= 0, Int(slot) < entries.count, entries[Int(slot)].row != 0 else { return nil }
        return entries[Int(slot)].row
    }

    /// All slots whose path has this key: one, unless two paths share it.
    package func slots(withPathKey pathKey: UInt64) -> [Int32] {
        var found: [Int32] = []
        var index = home(pathKey)
        for _ in 0...longest {
            if entries[index].row == 0 { break }
            if entries[index].pathKey == pathKey { found.append(Int32(truncatingIfNeeded: index)) }
            index += 1
            if index == entries.count { index = 0 }
        }
        return found
    }

    /// A file to be added, and whether it is to be read again.
    package typealias Addition = (entry: Entry, isDue: Bool)

    /// Adds files; `false` where a key lies too far from home: no such table was written by this program.
    ///
    /// Keys come in no order, and a table of millions of files fits into no processor's cache: the files are sorted
    /// into regions of the table first, so that each region is visited once.
    package mutating func insert(contentsOf files: [Addition]) -> Bool {
        guard let first = files.first else { return true }
        while (count + files.count) * 5 > entries.count * 4 {
            guard grow() else { return false }
        }
        var starts = Array(repeating: 0, count: Self.regions + 1)
        for file in files { starts[Self.region(file.entry.pathKey) + 1] += 1 }
        for index in 1...Self.regions { starts[index] += starts[index - 1] }
        var sorted = Array(repeating: first, count: files.count)
        for file in files {
            let region = Self.region(file.entry.pathKey)
            sorted[starts[region]] = file
            starts[region] += 1
        }
        for file in sorted {
            guard place(file.entry, isDue: file.isDue) else { return false }
        }
        return true
    }

    private static let regions = 256

    /// The table's region in which a key has its home.
    private static func region(_ pathKey: UInt64) -> Int { Int(truncatingIfNeeded: pathKey >> 56) }

    private mutating func place(_ entry: Entry, isDue: Bool) -> Bool {
        var index = home(entry.pathKey)
        var distance = 0
        while entries[index].row != 0 {
            index += 1
            if index == entries.count { index = 0 }
            distance += 1
            if distance > Self.distanceMax { return false }
        }
        entries[index] = entry
        if isDue { due[index / 64] |= 1 << UInt64(index % 64) }
        longest = max(longest, distance)
        count += 1
        return true
    }

    /// Makes the table half as large again. Happens only where the expected number was too low.
    private mutating func grow() -> Bool {
        guard entries.count < Self.capacityMax / 2 else { return false }
        var larger = KnownTable(hashKey: hashKey, cacheNumbers: cacheNumbers, expecting: entries.count)
        for index in entries.indices where entries[index].row != 0 {
            guard larger.place(entries[index], isDue: isDue(index)) else { return false }
        }
        self = larger
        return true
    }

    private func isDue(_ index: Int) -> Bool {
        due[index / 64] & 1 << UInt64(index % 64) != 0
    }

    /// The key's share of the table's length: the high word of the product.
    private func home(_ pathKey: UInt64) -> Int {
        Int(truncatingIfNeeded: pathKey.multipliedFullWidth(by: UInt64(entries.count)).high)
    }
}
