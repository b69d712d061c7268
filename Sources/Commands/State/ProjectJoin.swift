import BuildKit
import Inventory

/// Puts builds and caches together: who used which mount, and what only builds know of it (sharing, mounted part).
///
/// ```
///  build ── mount use ── mount id ┐
///                                 ├─ same state root, same id ── cache
///  record in the state ── mount id┘
/// ```
/// Which of several records of one id a build got is not recorded: each of them gets all its builds, found once and
/// shared by all of them.
struct ProjectJoin {
    /// Builds listed of one project, and projects listed of one cache.
    static let buildsMax = 100
    static let projectsMax = 1000
    /// Builds and projects that are listed of all caches together: thousands of records may have one id, and a report
    /// names the builds for each.
    static let listedMax = 1_000_000

    private struct Place: Hashable {
        /// Number of the state root.
        var root: Int
        var id: ByteString
    }

    /// Places in the list of builds, and among the mounts of the build.
    private struct Use {
        var build: Int
        var mount: Int
    }

    /// What the builds tell of one id.
    private struct Answer {
        var sharing: MountCache.Sharing?
        var selectors: [ByteString]
        var projects: [CacheProject]
        /// The same projects with their newest builds alone.
        var short: [CacheProject]
        var size: Int
    }

    private let builds: [Build]
    private var answers: [Place: Answer] = [:]
    private var listedLeft = Self.listedMax
    private var roots: [ByteString: Int] = [:]
    private var uses: [Place: [Use]] = [:]

    /// Takes the builds of all state roots.
    init(_ builds: [Build]) {
        self.builds = builds
        for index in builds.indices {
            let root = roots[builds[index].root] ?? roots.count
            roots[builds[index].root] = root
            for mount in builds[index].mounts.indices {
                let place = Place(root: root, id: builds[index].mounts[mount].id)
                uses[place, default: []].append(Use(build: index, mount: mount))
            }
        }
    }

    private func mount(_ use: Use) -> MountUse { builds[use.build].mounts[use.mount] }

    /// Fills in what the builds tell of a cache. Once too much is listed, of each project the newest build alone is.
    mutating func complete(_ cache: inout MountCache) {
        guard let root = roots[cache.root] else { return }
        let place = Place(root: root, id: BuildHistory.redacted(id: cache.id))
        guard let found = uses[place] else { return }
        let answer = answers[place] ?? self.answer(found)
        answers[place] = answer
        cache.sharing = answer.sharing
        cache.selectors = answer.selectors
        listedLeft -= answer.size
        cache.projects = listedLeft >= 0 ? answer.projects : answer.short
    }

    private static func short(_ project: CacheProject) -> CacheProject {
        let left = project.builds.prefix(1)
        return CacheProject(
            project: project.project, builds: Array(left),
            unlisted: project.unlisted + project.builds.count - left.count)
    }

    private func answer(_ found: [Use]) -> Answer {
        let newestFirst = found.sorted { began($0) > began($1) }
        var selectors: [ByteString] = []
        var seen: Set<ByteString> = []
        for use in newestFirst where selectors.count < Self.buildsMax {
            let selector = mount(use).selector
            if !selector.isEmpty, seen.insert(selector).inserted { selectors.append(selector) }
        }
        let projects = projects(of: newestFirst)
        return Answer(
            sharing: newestFirst.first.map { mount($0).sharing }, selectors: selectors, projects: projects,
            short: projects.map(Self.short), size: projects.reduce(0) { $0 + 1 + $1.builds.count })
    }

    private func began(_ use: Use) -> Int64 { builds[use.build].started ?? .min }

    private func projects(of uses: [Use]) -> [CacheProject] {
        var projects: [CacheProject] = []
        var places: [ByteString?: Int] = [:]
        // A build with two steps that mount the cache stands once, as executed where one of them was.
        var executed: Set<Int> = []
        for use in uses where mount(use).execution == .executed { executed.insert(use.build) }
        var listed: Set<Int> = []
        for use in uses where listed.insert(use.build).inserted {
            // One by one: a copy of a build takes longer than all of this.
            let entry = CacheProject.Use(
                ref: builds[use.build].ref, revision: builds[use.build].revision, started: builds[use.build].started,
                finished: builds[use.build].finished,
                execution: executed.contains(use.build) ? .executed : mount(use).execution)
            let project = builds[use.build].project
            if let place = places[project?.source] {
                if projects[place].builds.count < Self.buildsMax {
                    projects[place].builds.append(entry)
                } else {
                    projects[place].unlisted += 1
                }
            } else if projects.count < Self.projectsMax {
                places[project?.source] = projects.count
                projects.append(CacheProject(project: project, builds: [entry]))
            }
        }
        return projects
    }
}
