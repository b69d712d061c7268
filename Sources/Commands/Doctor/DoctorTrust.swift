import Audit
import Inventory

/// The part of `doctor` about tiers of trust: a table that no build ever comes to is mistyped, and its rule is silent.
struct DoctorTrust {
    let settings: Settings

    /// All checks; none where there are no tables.
    var sections: [DoctorReport.Section] {
        if settings.trust.isEmpty { return [] }
        let builds = RememberedBuilds.read(settings).builds
        let policy = settings.trustPolicy
        var counts = [Int](repeating: 0, count: policy.entries.count)
        for build in builds {
            if let entry = policy.entry(of: build) { counts[entry] += 1 }
        }
        let checks = zip(settings.trust, counts).enumerated().map { index, row in
            let (table, count) = row
            let name = "trust.\(index + 1)"
            let value = ByteString(table.shown)
            if builds.isEmpty { return DoctorReport.Check(name, .info, value, why: "no build is remembered yet") }
            if count > 0 {
                return DoctorReport.Check(name, .ok, value, why: "decides \(count) of \(builds.count) known builds")
            }
            return DoctorReport.Check(
                name, .warning, value,
                why: "decides none of \(builds.count) known builds: no project matches, or an earlier table does",
                remedy: "compare it with the projects that `bezoar caches --verbose` lists")
        }
        return [DoctorReport.Section("Trust", checks)]
    }
}
