import Ecosystems
import Inventory

/// Advisories out of files that are not imported: only what is about packages or contents that were seen is kept.
struct AdvisoryFiles {
    private let names: Set<PackageName>
    /// The newest of each id; of one that is not about anything that was seen, only that it is there.
    private var newest: [String: (modified: Int64, advisory: Advisory?)] = [:]

    /// `names` are the packages that were seen.
    init(names: Set<PackageName>) {
        self.names = names
    }

    /// Takes a record in.
    mutating func add(_ record: OSVRecord) {
        let advisory = record.advisory
        if let known = newest[advisory.id], known.modified > advisory.modified { return }
        let isAsked =
            !advisory.isWithdrawn
            && advisory.packages.contains { names.contains($0.name) || !$0.digests.isEmpty }
        newest[advisory.id] = (advisory.modified, isAsked ? advisory : nil)
    }

    /// The advisories on packages that were seen.
    var entries: [AdvisoryEntry] {
        all { names.contains($0.name) }
    }

    /// The advisories that name contents.
    var contents: [(digest: ContentDigest, entry: AdvisoryEntry)] {
        all { !$0.digests.isEmpty }.flatMap { entry in entry.package.digests.map { ($0, entry) } }
    }

    private func all(_ isWanted: (AffectedPackage) -> Bool) -> [AdvisoryEntry] {
        newest.values.compactMap(\.advisory).sorted { $0.id < $1.id }.flatMap { advisory in
            var head = advisory
            head.packages = []
            return advisory.packages.filter(isWanted).map { AdvisoryEntry(advisory: head, package: $0, feed: "") }
        }
    }
}
