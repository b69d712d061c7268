package import Inventory

/// Which builds used which caches. Records of one mount id in one state root stand together: which of them a build got
/// is not recorded.
package struct MountLedger: Sendable {
    /// A mount id of a state root.
    struct Key: Hashable {
        var root: ByteString
        var id: ByteString
    }

    /// One use: indices of the build, and of the mount in it.
    struct Use: Sendable {
        var build: Int
        var mount: Int
    }

    /// All caches of a mount id, and all uses of it in the order of the builds.
    struct Group: Sendable {
        var root: ByteString
        var id: ByteString
        var caches: [Int]
        var uses: [Use] = []
    }

    /// In the order of their first caches.
    private(set) var groups: [Group] = []
    /// Index of each cache's group.
    private(set) var groupOfCache: [Int] = []
    /// The builds as they were given.
    let builds: [Build]

    /// Joins caches and builds. Uses of ids that no cache has are left out.
    package init(caches: [MountCache], builds: [Build]) {
        self.builds = builds
        var positions: [Key: Int] = [:]
        for (index, cache) in caches.enumerated() {
            let key = Key(root: cache.root, id: cache.id)
            if let position = positions[key] {
                groups[position].caches.append(index)
                groupOfCache.append(position)
            } else {
                positions[key] = groups.count
                groupOfCache.append(groups.count)
                groups.append(Group(root: cache.root, id: cache.id, caches: [index]))
            }
        }
        for (index, build) in builds.enumerated() {
            for (mount, use) in build.mounts.enumerated() {
                guard let position = positions[Key(root: build.root, id: use.id)] else { continue }
                groups[position].uses.append(Use(build: index, mount: mount))
            }
        }
    }

    /// All mounts of a cache, in the order of the builds.
    package func mounts(of cache: Int) -> [MountUse] {
        groups[groupOfCache[cache]].uses.map { builds[$0.build].mounts[$0.mount] }
    }
}
