import Inventory
import Linux
import Manifest
import Purge

/// What the manifest tells those who plan a purge, read without changing anything.
struct PurgeMemory {
    var builds: [Build] = []
    var findings: [KeptFinding] = []
    /// Since when something in each cache is there that nothing outside vouches for; 0 where all is vouched for.
    var unverifiedSince: [CacheName: Int64] = [:]
    /// Number of the newest scan.
    var scan: Int64?
    /// Purges that were interrupted, and what was asked for with them.
    var unfinished: [(record: PurgeRecord, terms: PurgeTerms?)] = []
    /// Whether there is a manifest at all.
    var isThere = false

    /// Reads it. Where it is needed and not there, that is an error.
    static func read(_ settings: Settings, isNeeded: Bool) throws(CommandFailure) -> PurgeMemory {
        let path = settings.database.value
        guard (try? Descriptor.status(ofPath: path.bytes)) != nil || isNeeded else { return PurgeMemory() }
        try ManifestFile.bringUpToDate(settings)
        let store = try ManifestFile.open(settings, mode: .read)
        return try read(from: store, settings)
    }

    /// The same out of a manifest that is open.
    static func read(from store: ManifestStore, _ settings: Settings) throws(CommandFailure) -> PurgeMemory {
        var memory = PurgeMemory()
        do throws(ManifestError) {
            memory.isThere = true
            memory.builds = try store.builds()
            memory.findings = try store.keptFindings()
            memory.unverifiedSince = try store.unverifiedSince()
            memory.scan = try store.lastScanNumber()
            memory.unfinished = try store.unfinishedPurges().map { ($0.record, JournalHistory($0.steps).terms) }
        } catch {
            throw ManifestFile.failure(error, settings)
        }
        return memory
    }
}
