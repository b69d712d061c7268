internal import Hashing
package import Inventory
internal import SQLite

extension ManifestStore {
    /// Bounds of what may be registered.
    package enum LockfileLimit {
        /// Lockfiles in one manifest.
        package static let lockfiles = 10_000
        /// Pins of all of them.
        package static let pins = 4_000_000
    }

    /// What became of a lockfile that was registered.
    package enum LockfileOutcome: Sendable, Hashable {
        case added
        /// It had been registered, and says something else now, or is another project's or of another trust.
        case changed
        case unchanged
    }

    /// Registers lockfiles; one whose path is known takes the place of what was read before. All or nothing.
    package func register(_ sources: [LockedPins], now: Int64) throws(ManifestError) -> [LockfileOutcome] {
        try guarded {
            try requireNoScan()
            return try transaction {
                let outcomes = try sources.map { try register($0, now: now) }
                let lockfiles = try connection.integer("SELECT count(*) FROM lockfile") ?? 0
                let pins = try connection.integer("SELECT count(*) FROM pin") ?? 0
                if lockfiles > LockfileLimit.lockfiles || pins > LockfileLimit.pins {
                    throw ManifestFault.refused(
                        "it would hold \(lockfiles) lockfiles with \(pins) pins; "
                            + "\(LockfileLimit.lockfiles) and \(LockfileLimit.pins) are the most")
                }
                return outcomes
            }
        }
    }

    /// Takes lockfiles out again, by path. Returns those that were there.
    package func unregister(_ paths: Set<ByteString>) throws(ManifestError) -> Set<ByteString> {
        try guarded {
            try requireNoScan()
            return try transaction {
                var removed: Set<ByteString> = []
                for path in paths.sorted() {
                    guard let row = try lockfileRow(path) else { continue }
                    try drop(row)
                    removed.insert(path)
                }
                return removed
            }
        }
    }

    /// All registered lockfiles with their numbers of pins, in the order of their paths.
    package func lockfiles() throws(ManifestError) -> [KeptLockfile] {
        try guarded {
            var counts: [Int64: [(reason: String?, pins: Int)]] = [:]
            var groups = try connection.prepare(
                "SELECT lockfile, unusable, count(*) FROM pin GROUP BY lockfile, unusable")
            while try groups.step() {
                let reason = groups.isNull(at: 1) ? nil : groups.text(at: 1)
                counts[groups.integer(at: 0), default: []].append((reason, Int(groups.integer(at: 2))))
            }
            var result: [KeptLockfile] = []
            var rows = try connection.prepare(
                "SELECT \(LockfileRow.columns) FROM lockfile ORDER BY path LIMIT \(LockfileLimit.lockfiles)")
            while try rows.step() {
                let row = LockfileRow(from: rows)
                var kept = KeptLockfile(
                    lockfile: row.lockfile, pins: 0, registered: row.registered, changed: row.changed)
                for count in counts[row.id] ?? [] {
                    kept.pins += count.pins
                    guard let word = count.reason else { continue }
                    kept.unusable[Pin.Unusable(rawValue: word) ?? .ambiguous, default: 0] += count.pins
                }
                result.append(kept)
            }
            return result
        }
    }

    /// All registered lockfiles with what they say, in the order of their paths.
    package func lockedPins() throws(ManifestError) -> [LockedPins] {
        try guarded {
            var result: [LockedPins] = []
            var places: [Int64: Int] = [:]
            var rows = try connection.prepare(
                "SELECT \(LockfileRow.columns) FROM lockfile ORDER BY path LIMIT \(LockfileLimit.lockfiles)")
            while try rows.step() {
                let row = LockfileRow(from: rows)
                places[row.id] = result.count
                result.append(LockedPins(lockfile: row.lockfile, pins: []))
            }
            var pins = try connection.prepare(
                "SELECT \(PinRow.columns) FROM pin ORDER BY lockfile, position LIMIT \(LockfileLimit.pins)")
            while try pins.step() {
                let row = PinRow(from: pins)
                if let place = places[row.lockfile] { result[place].pins.append(row.pin) }
            }
            return result
        }
    }

    // MARK: Rows

    private func lockfileRow(_ path: ByteString) throws -> LockfileRow? {
        var rows = try connection.prepare("SELECT \(LockfileRow.columns) FROM lockfile WHERE path = ?1")
        try rows.bind(path.bytes, at: 1)
        return try rows.step() ? LockfileRow(from: rows) : nil
    }

    private func register(_ source: LockedPins, now: Int64) throws -> LockfileOutcome {
        let known = try lockfileRow(source.lockfile.path)
        if let known, known.lockfile == source.lockfile { return .unchanged }
        if let known { try drop(known) }
        let (next, overflow) = (try connection.integer("SELECT max(id) FROM lockfile") ?? 0)
            .addingReportingOverflow(1)
        if overflow { throw ManifestFault.damaged("the row numbers of the table lockfile are used up") }
        let row = LockfileRow(
            id: known?.id ?? next, lockfile: source.lockfile, registered: known?.registered ?? now, changed: now)
        var insert = try prepareInsert("lockfile", LockfileRow.columns, LockfileRow.columnCount)
        try row.bind(to: &insert)
        try insert.run()
        state.sums[.lockfile] += try row.term(&digester)
        var insertPin = try prepareInsert("pin", PinRow.columns, PinRow.columnCount)
        for (position, pin) in source.pins.enumerated() {
            let pinRow = PinRow(lockfile: row.id, position: Int64(position), pin: pin)
            let term = try pinRow.bind(to: &insertPin, &digester)
            try insertPin.run()
            state.sums[.pin] += term
        }
        return known == nil ? .added : .changed
    }

    private func drop(_ row: LockfileRow) throws {
        var pins = try connection.prepare("SELECT \(PinRow.columns) FROM pin WHERE lockfile = ?1")
        try pins.bind(row.id, at: 1)
        while try pins.step() { state.sums[.pin] -= try PinRow(from: pins).term(&digester) }
        pins.reset()
        state.sums[.lockfile] -= try row.term(&digester)
        for (table, column) in [("pin", "lockfile"), ("lockfile", "id")] {
            var delete = try connection.prepare("DELETE FROM \(table) WHERE \(column) = ?1")
            try delete.bind(row.id, at: 1)
            try delete.run()
        }
    }
}
