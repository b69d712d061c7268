internal import Hashing
internal import SQLite

/// The rows of `meta`: what changes with each commit beside the rows themselves.
///
/// The seal is a digest over all the others. Once it was found broken it is written broken from then on, so that an
/// edit by hand does not heal with the next scan; only accepting a baseline mends it.
struct ManifestState {
    /// Secret key of the path and identity hashes: 16 bytes.
    var hashKey: [UInt8]
    var sums = TableSums()
    /// The last scan with a chain value, and that value.
    var headScan: Int64 = 0
    var head: [UInt8]
    /// Where the chain begins.
    var anchor: [UInt8]
    /// The scan that is going on, 0 where none is.
    var running: Int64 = 0
    var isSealIntact = true

    /// The state of a new manifest.
    init(hashKey: [UInt8]) {
        self.hashKey = hashKey
        head = Array(repeating: 0, count: 32)
        anchor = head
    }

    /// The key as the walk takes it.
    var key: (UInt64, UInt64) {
        func word(_ offset: Int) -> UInt64 {
            hashKey[offset..<offset + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        return (word(0), word(8))
    }

    /// Reads the state; a missing or misshapen row means damage.
    static func load(_ connection: Connection, _ digester: inout RowDigester) throws -> ManifestState {
        func value(_ name: String, count: Int?) throws -> [UInt8] {
            var query = try connection.prepare("SELECT value FROM meta WHERE name = ?1")
            try query.bind(name, at: 1)
            guard try query.step(), let value = query.blob(at: 0), value.count == count ?? value.count else {
                throw ManifestFault.damaged("the row \(name) of table meta is missing or has a wrong length")
            }
            return value
        }
        var state = ManifestState(hashKey: try value("hash_key", count: 16))
        guard let sums = TableSums(try value("sums", count: nil)) else {
            throw ManifestFault.damaged("the row sums of table meta has a wrong length")
        }
        state.sums = sums
        let head = try value("head", count: 40)
        state.headScan = number(head[0..<8])
        state.head = Array(head[8...])
        state.anchor = try value("anchor", count: 32)
        state.running = number(try value("running", count: 8)[...])
        state.isSealIntact = try value("seal", count: 32) == state.seal(&digester)
        return state
    }

    /// Writes the state; belongs into the transaction that wrote the rows.
    func store(_ connection: Connection, _ digester: inout RowDigester) throws {
        var update = try connection.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)")
        let seal = try seal(&digester)
        let values: [(String, [UInt8])] = [
            ("hash_key", hashKey), ("sums", sums.bytes), ("head", Self.bytes(headScan) + head), ("anchor", anchor),
            ("running", Self.bytes(running)), ("seal", isSealIntact ? seal : seal.map(~)),
        ]
        for (name, value) in values {
            try update.bind(name, at: 1)
            try update.bind(value, at: 2)
            try update.run()
        }
    }

    private func seal(_ digester: inout RowDigester) throws -> [UInt8] {
        digester.begin(.seal)
        digester.add(hashKey)
        digester.add(sums.bytes)
        digester.add(headScan)
        digester.add(head)
        digester.add(anchor)
        digester.add(running)
        return ContentSum(try digester.finish()).bytes
    }

    private static func bytes(_ value: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> Int64(8 * $0)) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int64 {
        Int64(bitPattern: bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) })
    }
}

/// Failures that this room finds itself, before the path is known to them; `ManifestStore` turns them into
/// `ManifestError`.
enum ManifestFault: Error {
    case damaged(String)
    case refused(String)
}
