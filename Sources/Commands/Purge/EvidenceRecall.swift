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

    /// Entries that a purge has kept. Those of older programs have no number: their command and time tell.
    init(_ listing: QuarantineListing, of purge: PurgeRecord) {
        for entry in listing.entries where entry.isKept(by: purge) {
            let place = Place(cache: entry.cache, folder: entry.folder)
            kept[place, default: EvidenceTaker.Kept()].entries[entry.path] = entry
            ids[place, default: []].append(entry.id)
        }
    }

    /// Those of the quarantine that the settings name; `nil` where it cannot be read.
    init?(_ purge: PurgeRecord, _ settings: Settings) {
        guard let store = try? QuarantineFile.open(settings, .read), let listing = try? store.list() else { return nil }
        self.init(listing, of: purge)
    }

    /// Those of one target.
    func kept(of target: PurgeTarget) -> EvidenceTaker.Kept {
        kept[Place(cache: target.cache, folder: target.content)] ?? EvidenceTaker.Kept()
    }

    /// Counts in a row what was kept of its target, whether it was removed then or not, and names it where it was not.
    func complete(_ row: inout PurgeReport.Row, of number: Int64) {
        let ids = ids[Place(cache: row.target.cache, folder: row.target.content)] ?? []
        row.kept = max(row.kept, ids.count)
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
