internal import Inventory

/// What is usual in a repository: without that, nothing in it is odd.
struct MavenSurvey {
    /// Folders of artifacts of which some version was downloaded, relative to the repository.
    private(set) var downloaded: Set<ByteString> = []
    /// Folders of their groups.
    private(set) var downloadedGroups: Set<ByteString> = []
    /// Whether the client notes here where files come from. A copied repository has no such notes.
    private(set) var hasTracking = false
    /// Downloaded files with and without a sidecar, by repository.
    private var sidecars: [ByteString: (with: Int, without: Int)] = [:]
    /// So many with one must there be, for each without, before its absence is odd.
    private static let usual = 20

    mutating func add(_ folder: MavenFolder) {
        if !folder.tracking.repositories.isEmpty { hasTracking = true }
        guard folder.tracking.hasRemote, let project = folder.parent else { return }
        downloaded.insert(project)
        if let group = MavenFolder(project).parent { downloadedGroups.insert(group) }
        for name in folder.names {
            guard let repository = folder.tracking.remote(name) else { continue }
            if folder.sidecars(of: name).isEmpty {
                sidecars[repository, default: (0, 0)].without += 1
            } else {
                sidecars[repository, default: (0, 0)].with += 1
            }
        }
    }

    /// Whether what comes from a repository has a sidecar, but for rare exceptions.
    func hasSidecars(_ repository: ByteString) -> Bool {
        guard let counts = sidecars[repository] else { return false }
        return counts.with >= Self.usual * counts.without
    }
}
