internal import Inventory
internal import SQLite

extension ScanWriter {
    /// Ends the scan: files of completely walked caches that were not seen are removed, moves are found, the counts
    /// and the chain are written, and all of it is synchronised to disk.
    ///
    /// `complete` has one flag per listed cache: whether its walk came to its end. Folders that could not be read
    /// are known from the batches and keep their files all the same. `unseen` names the listed caches in which
    /// something was not seen: they are not recorded as complete, however their walk ended.
    package func finish(
        _ status: ScanStatus, complete: [Bool], unseen: Set<Int> = [], finished: Int64
    ) throws(ManifestError) -> ScanOutcome {
        var outcome = try writing {
            guard complete.count == caches.count else {
                throw ManifestFault.refused("each cache needs a flag that says whether its walk came to its end")
            }
            try commitNow()
            try beginIfNeeded()
            let outcome = try close(status, complete: complete, unseen: unseen, finished: finished)
            try commitEnd()
            return outcome
        }
        outcome.isCheckpointed = try store.guarded { try store.connection.checkpoint().isComplete }
        return outcome
    }

    private func close(
        _ status: ScanStatus, complete: [Bool], unseen: Set<Int>, finished: Int64
    ) throws -> ScanOutcome {
        let removed = try removeUnseen(complete: complete)
        let firstCaches = Set(caches.filter { $0.scans == 0 }.map(\.id))
        var finder = ChangeFinder(
            firstRow: firstRow, replacements: replacements, quiet: firstCaches, listedMax: options.changesListedMax)
        try finder.run(store.connection, removed: removed)
        var outcome = ScanOutcome(scan: row.id, caches: [], changes: [], unlistedChanges: 0, isCheckpointed: false)
        for index in caches.indices {
            let moved = finder.moved[caches[index].id] ?? 0
            progress[index].counts.moved = moved
            progress[index].counts.added -= moved
            progress[index].counts.removed -= moved
            let isFirst = caches[index].scans == 0
            outcome.caches.append(
                ScanOutcome.Cache(
                    isFirst: isFirst, counts: progress[index].counts, files: progress[index].files,
                    bytes: progress[index].bytes))
            row.counts += progress[index].counts
            row.files += Int64(progress[index].files)
            let (bytes, overflow) = row.bytes.addingReportingOverflow(progress[index].bytes)
            row.bytes = overflow ? .max : bytes
            try writeScanCache(index, isComplete: complete[index] && !unseen.contains(index))
            try updateCache(index, isCancelled: status == .cancelled)
        }
        let names = Dictionary(zip(cacheNumbers, listed.map(\.id)), uniquingKeysWith: { first, _ in first })
        outcome.changes = try finder.changes(store.connection, names: names)
        let counted = outcome.caches.filter { !$0.isFirst }.map { $0.counts }
        let total = counted.reduce(0) { $0 + $1.added + $1.removed + $1.modified + $1.moved }
        outcome.unlistedChanges = max(0, total - outcome.changes.count)
        row.finished = finished
        row.status = status.rawValue
        try store.append(&row)
        return outcome
    }

    private func writeScanCache(_ index: Int, isComplete: Bool) throws {
        let seen = progress[index]
        let line = ScanCacheRow(
            scan: row.id, cache: caches[index].id, complete: isComplete ? 1 : 0, files: Int64(seen.files),
            bytes: seen.bytes, counts: seen.counts)
        try line.insert(store.connection)
        store.state.sums[.scanCache] += try line.term(&store.digester)
    }

    private func updateCache(_ index: Int, isCancelled: Bool) throws {
        store.state.sums[.cache] -= try caches[index].term(&store.digester)
        // A part whose turn was cut short gets it again.
        if !isCancelled { caches[index].scans &+= 1 }
        caches[index].files = Int64(progress[index].files)
        store.state.sums[.cache] += try caches[index].term(&store.digester)
        try caches[index].write(store.connection)
    }

    /// Closes the versions that were known and not seen. Returns the first of them, as candidates for a move.
    private func removeUnseen(complete: [Bool]) throws -> [RemovedFile] {
        let indexes = Dictionary(
            cacheNumbers.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var removed: [RemovedFile] = []
        for slot in 0..<known.slotCount {
            guard seen[slot / 64] & 1 << UInt64(slot % 64) == 0,
                let id = known.row(ofSlot: Int32(truncatingIfNeeded: slot))
            else { continue }
            try selectFile.bind(id, at: 1)
            guard try selectFile.step() else { continue }
            let numbers = FileNumbers(from: selectFile)
            let path = selectFile.blob(at: FileNumbers.columnCount + 1) ?? []
            let digest = selectFile.blob(at: FileNumbers.columnCount).flatMap { SHA256Digest($0) }
            selectFile.reset()
            guard let index = indexes[numbers.cache], complete[index], !isKept(path, in: index) else { continue }
            try close(id)
            progress[index].counts.removed += 1
            if removed.count < Limit.moveCandidatesMax {
                removed.append(RemovedFile(numbers, digest: digest))
            }
        }
        return removed
    }

    /// Whether the walk could not look at the path, or at a folder above it.
    func isKept(_ path: [UInt8], in cache: Int) -> Bool {
        if progress[cache].hasTooManyKept { return true }
        if progress[cache].kept.isEmpty { return false }
        if progress[cache].kept[ByteString(path)] != nil { return true }
        if progress[cache].kept[""] == true { return true }
        let lengths = progress[cache].keptLengths
        for index in path.indices where path[index] == UInt8(ascii: "/") && lengths.contains(index) {
            if progress[cache].kept[ByteString(Array(path[..<index]))] == true { return true }
        }
        return false
    }
}
