import Inventory
import Linux
import Report

extension PurgeTerms {
    /// As the flags of this run say.
    init(_ settings: Settings) {
        self.init(
            waits: settings.waits.value ?? 0, forces: settings.forces.value, key: HostKey.absolutePath(settings),
            keeps: settings.quarantines.value,
            quarantine: settings.quarantineFolder.value.map { HostKey.absolute($0) })
    }

    /// When waiting for builds ends that begins now, of `Clock.steady`.
    var deadline: Int64 {
        let (sum, overflow) = Clock.steady.addingReportingOverflow(waits.saturatingSeconds)
        return overflow ? .max : sum
    }

    /// For people: how builds are treated that use a cache.
    var words: String {
        if forces { return "builds that use a cache are not waited for (--force)" }
        if waits <= 0 { return "a cache that a build uses is refused" }
        let patience = Human.duration(nanoseconds: waits.saturatingSeconds)
        return "builds that use a cache are waited for (--wait), \(patience) in all"
    }
}
