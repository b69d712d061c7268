import Audit
import BuildKit
import Ecosystems
import Inventory

/// What of an incident chooses what is purged.
struct IncidentTargets {
    /// Its file.
    let file: ByteString
    private let incident: Incident
    /// Of caches without their records.
    private var hits: [CacheName: [HuntReport.Hit]] = [:]

    init(_ incident: Incident, file: ByteString, _ hunt: HuntReport) {
        self.incident = incident
        self.file = file
        for hit in hunt.hits where hit.isPresent {
            hits[CacheName(root: hit.root, cache: hit.cache, record: ""), default: []].append(hit)
        }
    }

    /// Packages that are looked for in the caches as they are now.
    var packages: [PackagePattern] {
        incident.questions.compactMap { question in
            if case .package(let pattern) = question { return pattern }
            return nil
        }
    }

    var mayTakeParts: Bool { incident.actions.contains(.purgePackage) }
    var mayEmpty: Bool { incident.actions.contains(.purgeMount) }
    var keepsEvidence: Bool { incident.actions.contains(.quarantine) }

    /// What the hunt found in a cache by other names than those of packages.
    func hits(in cache: MountCache) -> [HuntReport.Hit] {
        (hits[CacheName(root: cache.root, cache: cache.id, record: "")] ?? []).filter { $0.basis != .package }
    }

    /// Places of hits in caches that are not among these.
    func places(outside caches: [MountCache]) -> [ByteString] {
        let known = Set(caches.map { CacheName(root: $0.root, cache: $0.id, record: "") })
        return hits.keys.filter { !known.contains($0) }.map(\.cache).sorted()
    }

    /// How many builds of compromised projects could have written to each cache. Ids are those of builds.
    func writers(_ builds: [Build]) -> [CacheName: Int] {
        var counts: [CacheName: Int] = [:]
        for build in builds where incident.isCompromised(build) {
            let used = build.mounts.filter { !$0.isReadOnly && $0.execution != .cached && $0.execution != .skipped }
            for id in Set(used.map(\.id)) {
                counts[CacheName(root: build.root, cache: id, record: ""), default: 0] += 1
            }
        }
        return counts
    }
}

extension Incident {
    /// Whether others may have had a build in their hands. One without times may have run at any.
    func isCompromised(_ build: Build) -> Bool {
        guard let source = build.project?.source else { return false }
        return compromised.contains { window in
            (build.finished ?? .max) >= window.since && (build.started ?? .min) <= window.until ?? .max
                && window.projects.contains { $0.matches(source.bytes) }
        }
    }
}
