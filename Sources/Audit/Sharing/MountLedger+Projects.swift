package import Inventory

/// How many projects share a mount, counted in one way wherever it is said.
extension MountLedger {
    /// For each cache the number of projects that use its mount id, as the rules about sharing count them: one for each
    /// name, none for builds that are known by the text of their Dockerfile alone.
    package func projectCounts() -> [Int] {
        let names = builds.map { $0.project.map { ProjectName($0.source) } }
        let noTiers = [TrustTier?](repeating: nil, count: builds.count)
        let counts = groups.map { group in
            Sharing.projects(among: MountParty.all(of: group, in: self, tiers: noTiers, names: names)).count
        }
        return groupOfCache.map { counts[$0] }
    }

    /// Joins caches and builds, which name mounts without what looks like a secret in an id.
    package init(caches: [MountCache], builds: [Build], redacted: (ByteString) -> ByteString) {
        let named = caches.map { cache in
            var cache = cache
            cache.id = redacted(cache.id)
            return cache
        }
        self.init(caches: named, builds: builds)
    }
}
