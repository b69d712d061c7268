import Audit
import Ecosystems
import Inventory
import Manifest
import Walk

/// The part of an audit that knows packages: readers look at what the walk saw, judges at what the readers found.
///
/// ```
///  batches ─► PackageCollector ─► WalkedFiles ─► readers of all ecosystems ─► PackageJudge ─► findings, verdicts
/// ```
struct PackageAudit {
    private var collector: PackageCollector

    init(caches: Int) {
        collector = PackageCollector(caches: caches)
    }

    /// Keeps in mind what readers may ask for.
    mutating func inspect(_ batch: FileBatch) {
        collector.add(batch)
    }

    /// What the readers found in each cache. Called before the scan ends, since digests of unchanged files are asked
    /// of it.
    func readings(
        of targets: [AuditTarget], _ writer: ScanWriter?, into tally: inout AuditTally
    ) throws(ManifestError) -> [PackageCache] {
        var result: [PackageCache] = []
        for (index, target) in targets.enumerated() {
            let seen = collector.caches[index]
            if collector.isCut[index] {
                tally.add(
                    Trouble(
                        cache: Int32(index), path: "", reason: .tooLarge,
                        detail:
                            "more than \(PackageCollector.filesMax) files may belong to packages; the rest was not read"
                    ))
            }
            var package = PackageCache(index: index, cache: target.cache)
            if !seen.isEmpty {
                let slots = seen.map(\.slot)
                let known = try writer?.digests(ofSlots: slots) ?? slots.map { _ in nil }
                let digests = zip(seen, known).map { $0.digest ?? $1 }
                package.readings = read(WalkedFiles(seen, digests: digests, root: target.root), &package.cache)
            }
            for reading in package.readings {
                for var trouble in reading.troubles {
                    trouble.cache = Int32(index)
                    tally.add(trouble)
                }
            }
            result.append(package)
        }
        return result
    }

    private func read(_ files: WalkedFiles, _ cache: inout MountCache) -> [CacheReading] {
        var readings: [CacheReading] = []
        for reader in EcosystemList.readers {
            let places = reader.places(in: files)
            if places.isEmpty { continue }
            cache.ecosystems.append(reader.ecosystem.rawValue)
            for place in places { readings.append(reader.read(place, of: files)) }
        }
        return readings
    }
}
