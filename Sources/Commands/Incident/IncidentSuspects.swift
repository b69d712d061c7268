import BuildKit
import Inventory

/// The builds that an incident throws doubt on: those that had a cache after something was seen in it, and those of
/// compromised projects; and the secrets that they could read.
struct IncidentSuspects {
    /// Suspects that are listed; the others are counted.
    private static let listedMax = 1000

    /// The newest first.
    private(set) var listed: [IncidentReport.Suspect] = []
    private(set) var unlisted = 0
    /// By their ids.
    private(set) var secrets: [IncidentReport.Secret] = []

    init(_ incident: Incident, _ hunt: HuntReport, _ builds: [Build]) {
        var first: [CacheName: Int64] = [:]
        for hit in hunt.hits {
            let name = CacheName(root: hit.root, cache: BuildHistory.redacted(id: hit.cache), record: "")
            first[name] = min(first[name] ?? .max, hit.first)
        }
        var readers: [ByteString: (builds: Int, projects: Set<ByteString>)] = [:]
        for build in builds {
            guard let suspect = Self.suspect(build, incident, first) else { continue }
            listed.append(suspect)
            for id in suspect.secrets {
                readers[id, default: (0, [])].builds += 1
                if let project = suspect.build.project { readers[id]?.projects.insert(project) }
            }
        }
        listed.sort { ($1.build.finished ?? .max, $1.build.ref) < ($0.build.finished ?? .max, $0.build.ref) }
        unlisted = max(0, listed.count - Self.listedMax)
        listed = Array(listed.prefix(Self.listedMax))
        secrets = readers.sorted { $0.key < $1.key }.map {
            IncidentReport.Secret(id: $0.key, builds: $0.value.builds, projects: $0.value.projects.sorted())
        }
    }

    /// `nil` where nothing speaks against the build.
    private static func suspect(
        _ build: Build, _ incident: Incident, _ first: [CacheName: Int64]
    ) -> IncidentReport.Suspect? {
        var suspect = IncidentReport.Suspect(HuntReport.User(build))
        suspect.isCompromised = incident.isCompromised(build)
        let used = build.mounts.filter { $0.execution == .executed || $0.execution == .unknown }
        suspect.caches = Set(used.map(\.id)).filter { id in
            guard let seen = first[CacheName(root: build.root, cache: id, record: "")] else { return false }
            // Of a build without times nobody can say that it was over before.
            return (build.finished ?? .max) >= seen
        }.sorted()
        guard suspect.isCompromised || !suspect.caches.isEmpty else { return nil }
        suspect.secrets = Set(build.secrets).sorted()
        return suspect
    }
}
