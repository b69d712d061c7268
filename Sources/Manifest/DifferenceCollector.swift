import Inventory

/// Gathers what two generations have and have not in common.
struct DifferenceCollector {
    /// Bytes of paths that are kept of each kind of change, and listed of all. More is counted.
    static let bytesMax = 16 << 20

    private let limit: Int
    private let bytesMax: Int
    private var addedBytes = 0
    private var removedBytes = 0
    private var modifiedBytes = 0
    private var added: [BaselineEntry] = []
    private var removed: [BaselineEntry] = []
    private var modified: [Change] = []
    private var counts = ChangeCounts()

    init(limit: Int, bytesMax: Int = Self.bytesMax) {
        self.limit = max(0, limit)
        self.bytesMax = bytesMax
    }

    mutating func add(_ entry: BaselineEntry) {
        counts.added += 1
        guard added.count < limit, take(entry, &addedBytes) else { return }
        added.append(entry)
    }

    mutating func remove(_ entry: BaselineEntry) {
        counts.removed += 1
        guard removed.count < limit, take(entry, &removedBytes) else { return }
        removed.append(entry)
    }

    mutating func compare(_ old: BaselineEntry, _ new: BaselineEntry) {
        if old.digest == new.digest && old.kind == new.kind && old.mode == new.mode { return }
        counts.modified += 1
        guard modified.count < limit, take(new, &modifiedBytes) else { return }
        modified.append(
            Change(
                kind: .modified, cache: new.cache, path: new.path, oldDigest: old.digest, newDigest: new.digest,
                oldMode: old.mode, newMode: new.mode))
    }

    private func take(_ entry: BaselineEntry, _ bytes: inout Int) -> Bool {
        let (size, overflow) = bytes.addingReportingOverflow(entry.path.bytes.count)
        if overflow || size > bytesMax { return false }
        bytes = size
        return true
    }

    /// A file that only one side has is a move where exactly one file of that cache and content was lost and one found.
    mutating func finish() -> BaselineDifference {
        let lost = Dictionary(grouping: removed.indices) { Content(removed[$0]) }
        let found = Dictionary(grouping: added.indices) { Content(added[$0]) }
        var oldOfNew: [Int: Int] = [:]
        for (content, new) in found where content.digest != nil && new.count == 1 {
            if let old = lost[content], old.count == 1 { oldOfNew[new[0]] = old[0] }
        }
        let movedAway = Set(oldOfNew.values)
        counts.moved = oldOfNew.count
        counts.added -= oldOfNew.count
        counts.removed -= oldOfNew.count
        var changes = modified
        for (index, new) in added.enumerated() {
            let old = oldOfNew[index].map { removed[$0] }
            changes.append(
                Change(
                    kind: old == nil ? .added : .moved, cache: new.cache, path: new.path, oldPath: old?.path,
                    oldDigest: old?.digest, newDigest: new.digest, oldMode: old?.mode, newMode: new.mode))
        }
        for (index, old) in removed.enumerated() where !movedAway.contains(index) {
            changes.append(
                Change(kind: .removed, cache: old.cache, path: old.path, oldDigest: old.digest, oldMode: old.mode))
        }
        changes.sort { $0.cache == $1.cache ? $0.path < $1.path : $0.cache < $1.cache }
        let count = listed(of: changes)
        changes.removeLast(changes.count - count)
        let total = counts.added + counts.removed + counts.modified + counts.moved
        return BaselineDifference(changes: changes, counts: counts, unlisted: total - changes.count)
    }

    /// How many of the changes are listed.
    private func listed(of changes: [Change]) -> Int {
        var bytes = 0
        for (index, change) in changes.prefix(limit).enumerated() {
            bytes += change.path.bytes.count + (change.oldPath?.bytes.count ?? 0)
            if bytes > bytesMax { return index }
        }
        return min(limit, changes.count)
    }

    private struct Content: Hashable {
        var cache: ByteString
        var digest: SHA256Digest?

        init(_ entry: BaselineEntry) {
            cache = entry.cache
            digest = entry.digest
        }
    }
}
