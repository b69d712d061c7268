import Inventory
import Purge

/// What an interrupted purge had kept in the quarantine before it was interrupted, as the entries there say: the
/// journal has only their number.
struct EvidenceRecall {
    private struct Place: Hashable {
        var cache: ByteString
        var folder: ByteString
    }

    private var kept: [Place: EvidenceTaker.Kept] = [:]

    /// Entries that a purge of this command has kept since a moment.
    init(_ listing: QuarantineListing, of command: String, since moment: Int64) {
        for entry in listing.entries where entry.why.reason == command && entry.taken >= moment {
            kept[Place(cache: entry.cache, folder: entry.folder), default: EvidenceTaker.Kept()]
                .entries[entry.path] = entry
        }
    }

    /// Those of one target.
    func kept(of target: PurgeTarget) -> EvidenceTaker.Kept {
        kept[Place(cache: target.cache, folder: target.content)] ?? EvidenceTaker.Kept()
    }
}
