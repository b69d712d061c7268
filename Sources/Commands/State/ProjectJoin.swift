import BuildKit
import Inventory

/// Puts builds and caches together: who used which mount, and what only builds know of it (sharing, mounted part).
///
/// ```
///  build ── mount use ── mount id ┐
///                                 ├─ same state root, same id ── cache
///  record in the state ── mount id┘
/// ```
/// Which of several records of one id a build got is not recorded: each of them gets all its builds.
struct ProjectJoin {
    /// Builds listed of one project, and projects listed of one cache.
    static let buildsMax = 100
    static let projectsMax = 1000

    private struct Place: Hashable {
        var root: ByteString
        var id: ByteString
    }

    private struct Use {
        var build: Int
        var mount: MountUse
    }

    private let builds: [Build]
    private var uses: [Place: [Use]] = [:]

    /// Takes the builds of all state roots.
    init(_ builds: [Build]) {
        self.builds = builds
        for (index, build) in builds.enumerated() {
            for mount in build.mounts {
                uses[Place(root: build.root, id: mount.id), default: []].append(Use(build: index, mount: mount))
            }
        }
    }

    /// Fills in what the builds tell of a cache.
    func complete(_ cache: inout MountCache) {
        let found = uses[Place(root: cache.root, id: BuildHistory.redacted(id: cache.id))] ?? []
        if found.isEmpty { return }
        let newestFirst = found.sorted { began($0) > began($1) }
        cache.sharing = newestFirst.first?.mount.sharing
        var selectors: [ByteString] = []
        for use in newestFirst where !use.mount.selector.isEmpty && !selectors.contains(use.mount.selector) {
            if selectors.count < Self.buildsMax { selectors.append(use.mount.selector) }
        }
        cache.selectors = selectors
        cache.projects = projects(of: newestFirst)
    }

    private func began(_ use: Use) -> Int64 { builds[use.build].started ?? .min }

    private func projects(of uses: [Use]) -> [CacheProject] {
        var projects: [CacheProject] = []
        var places: [ByteString?: Int] = [:]
        // A build with two steps that mount the cache stands once, as executed where one of them was.
        var executed: Set<Int> = []
        for use in uses where use.mount.execution == .executed { executed.insert(use.build) }
        var listed: Set<Int> = []
        for use in uses where listed.insert(use.build).inserted {
            let build = builds[use.build]
            let execution = executed.contains(use.build) ? .executed : use.mount.execution
            let entry = CacheProject.Use(
                ref: build.ref, revision: build.revision, started: build.started, finished: build.finished,
                execution: execution)
            if let place = places[build.project?.source] {
                if projects[place].builds.count < Self.buildsMax {
                    projects[place].builds.append(entry)
                } else {
                    projects[place].unlisted += 1
                }
            } else if projects.count < Self.projectsMax {
                places[build.project?.source] = projects.count
                projects.append(CacheProject(project: build.project, builds: [entry]))
            }
        }
        return projects
    }
}
