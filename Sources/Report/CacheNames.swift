internal import Inventory

/// What caches are called in tables and headings: by their ids. Where several have the same one, the state root is told
/// too, or the record where one root has them all.
struct CacheNames {
    private let names: [String]
    private let others: [ByteString?]

    init(_ caches: [MountCache]) {
        self.init(names: caches.map { CacheName(root: $0.root, cache: $0.id, record: $0.record) })
    }

    init(targets: [PurgeTarget]) {
        self.init(names: targets.map { CacheName(root: $0.root, cache: $0.cache, record: $0.record) })
    }

    private init(names caches: [CacheName]) {
        var groups: [ByteString: [Int]] = [:]
        for (index, cache) in caches.enumerated() { groups[cache.cache, default: []].append(index) }
        var others = [ByteString?](repeating: nil, count: caches.count)
        for group in groups.values where group.count > 1 {
            let hasOwnRoots = Set(group.map { caches[$0].root }).count == group.count
            for index in group {
                let other = hasOwnRoots ? caches[index].root : ByteString(caches[index].record)
                if !other.isEmpty { others[index] = other }
            }
        }
        self.others = others
        names = zip(caches, others).map { cache, other in
            Escape.shown(cache.cache) + (other.map { "  (" + Escape.shown($0) + ")" } ?? "")
        }
    }

    /// `nil` where there is no such cache.
    subscript(_ index: Int) -> String? { names.indices.contains(index) ? names[index] : nil }

    /// What is told beside the id of a cache, as it is; `nil` where the id is enough.
    func other(_ index: Int) -> ByteString? { others.indices.contains(index) ? others[index] : nil }
}
