import Ecosystems
import Inventory

/// Holds packages against advisories, each taken apart once.
struct AdvisoryMatcher {
    private struct Item {
        var entry: AdvisoryEntry
        var versions: AffectedVersions
    }

    /// What is said of one version.
    struct Answer {
        var entry: AdvisoryEntry
        var basis: AdvisoryBasis
        var isUnlisted = false
    }

    private var items: [PackageName: [Item]] = [:]

    init(_ entries: [AdvisoryEntry]) {
        for entry in entries {
            items[entry.package.name, default: []].append(
                Item(entry: entry, versions: AffectedVersions(entry.package)))
        }
    }

    /// The advisories that mean this version, and those of which nobody can tell. Of several words of one advisory the
    /// surest counts.
    func answers(_ name: PackageName, version: String) -> (hits: [Answer], unknown: [AdvisoryEntry]) {
        var hits: [Answer] = []
        var unknown: [AdvisoryEntry] = []
        var places: [String: Int] = [:]
        for item in items[name] ?? [] {
            let basis: AdvisoryBasis
            switch item.versions.answer(version) {
            case .unaffected: continue
            case .unknown:
                unknown.append(item.entry)
                continue
            case .listed: basis = .exactVersion
            case .all: basis = .everyVersion
            case .inRange: basis = .range
            }
            let isUnlisted = basis != .exactVersion && item.versions.listsVersions
            let answer = Answer(entry: item.entry, basis: basis, isUnlisted: isUnlisted)
            if let place = places[item.entry.advisory.id] {
                if basis == .exactVersion { hits[place] = answer }
                continue
            }
            places[item.entry.advisory.id] = hits.count
            hits.append(answer)
        }
        let found = Set(hits.map(\.entry.advisory.id))
        return (hits, unknown.filter { !found.contains($0.advisory.id) })
    }
}
