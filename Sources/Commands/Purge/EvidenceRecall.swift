import Inventory
import Purge

/// What an interrupted purge had kept in the quarantine before it was interrupted, as the entries there say: the
/// journal has only their number, and of what was being kept then not even that.
struct EvidenceRecall {
    private struct Place: Hashable {
        var cache: ByteString
        var folder: ByteString
    }

    private static let namedMax = 10

    private var kept: [Place: EvidenceTaker.Kept] = [:]
    private var ids: [Place: [String]] = [:]
    /// Paths of which something was kept that is not what it was any more.
    private var damaged: [Place: Set<ByteString>] = [:]

    /// Entries that a purge has kept. Those of older programs have no number: their command and time tell. What is in
    /// them is looked at again: somebody may have been there meanwhile.
    init(_ listing: QuarantineListing, of purge: PurgeRecord, isIntact: (QuarantineEntry) -> Bool) {
        for entry in listing.entries where entry.isKept(by: purge) {
            let place = Place(cache: entry.cache, folder: entry.folder)
            guard isIntact(entry) else {
                damaged[place, default: []].insert(entry.path)
                continue
            }
            kept[place, default: EvidenceTaker.Kept()].entries[entry.path] = entry
            ids[place, default: []].append(entry.id)
        }
    }

    /// Those of the quarantine that the settings name; `nil` where it cannot be read.
    init?(_ purge: PurgeRecord, _ settings: Settings) {
        guard let store = try? QuarantineFile.open(settings, .read), let listing = try? store.list() else { return nil }
        self.init(listing, of: purge) { store.isIntact($0) }
    }

    /// Those of one target.
    func kept(of target: PurgeTarget) -> EvidenceTaker.Kept {
        kept[Place(cache: target.cache, folder: target.content)] ?? EvidenceTaker.Kept()
    }

    /// Counts in a row what was kept of its target, whether it was removed then or not, and names it where it was not.
    /// `kept` is what is kept now, in `PurgeReport.Row.kept` without what is damaged.
    func complete(_ row: inout PurgeReport.Row, of number: Int64, _ kept: EvidenceTaker.Kept) {
        let place = Place(cache: row.target.cache, folder: row.target.content)
        let ids = ids[place] ?? []
        row.kept = max(row.kept, ids.count)
        let lost = (damaged[place] ?? []).filter { kept.entries[$0] == nil }
        if let first = lost.min() {
            row.kept = min(row.kept, kept.entries.count)
            row.notes.append(
                "what was kept of \(lost.count) before is damaged in the quarantine, and there is no evidence of it: "
                    + Quotation.text(first.bytes) + (lost.count > 1 ? " and others" : ""))
            if row.outcome.isDone { row.outcome = .partly }
        }
        if ids.isEmpty || row.outcome.isDone { return }
        let rest = ids.count - Self.namedMax
        row.notes.append(
            "kept in the quarantine: \(ids.prefix(Self.namedMax).joined(separator: ", "))"
                + (rest > 0 ? " and \(rest) more" : "")
                + "; `bezoar quarantine drop --purge \(number)` deletes what this purge kept")
    }
}

extension QuarantineEntry {
    /// Whether a purge kept it. Several manifests may share a quarantine, so its number alone proves nothing.
    func isKept(by purge: PurgeRecord) -> Bool {
        (why.purge == nil || why.purge == purge.number) && why.reason == purge.command && taken >= purge.started
    }
}
