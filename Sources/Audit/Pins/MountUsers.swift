import Inventory

/// Which lockfiles belong to the projects that use a cache.
struct MountUsers: Sendable {
    private let names: Set<ProjectName>
    /// Last parts of the names: a client that says less gives a folder's name alone.
    private let ends: Set<[UInt8]>
    /// Whether the users are not known: then every lockfile may be one of theirs.
    let isOpen: Bool

    /// Whether builds used it that nothing identifies.
    private let hasStrangers: Bool

    init(_ cache: MountCache) {
        let projects = cache.projects.compactMap(\.project).filter { $0.certainty != .grouped }
        names = Set(projects.map { ProjectName($0.source) })
        ends = Set(names.map(\.lastPart))
        isOpen = names.isEmpty
        hasStrangers = projects.count < cache.projects.count
    }

    /// Whether a lockfile's project uses the cache, or may.
    func include(_ lockfile: Lockfile) -> Bool {
        if isOpen || lockfile.project.isEmpty { return true }
        let name = ProjectName(lockfile.project)
        if names.contains(name) { return true }
        // Two full addresses that end alike are two projects.
        let isShort = !name.bytes.contains(UInt8(ascii: "/"))
        return isShort ? ends.contains(name.bytes) : names.contains { $0.bytes == name.lastPart }
    }

    /// Whether each user has a lockfile among these.
    func areAllCovered(by lockfiles: [Lockfile]) -> Bool {
        if isOpen || hasStrangers { return false }
        let known = Set(lockfiles.map { ProjectName($0.project) })
        let knownEnds = Set(known.filter { !$0.bytes.contains(UInt8(ascii: "/")) }.map(\.bytes))
        return names.allSatisfy { name in
            known.contains(name) || knownEnds.contains(name.lastPart)
                || (!name.bytes.contains(UInt8(ascii: "/")) && known.contains { $0.lastPart == name.bytes })
        }
    }
}
