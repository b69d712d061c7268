internal import Inventory

/// What caches are called in tables and headings: by their ids. Where several have the same one, the state root is told
/// too, or the record where one root has them all.
struct CacheNames {
    private let names: [String]

    init(_ caches: [MountCache]) {
        var groups: [ByteString: [Int]] = [:]
        for (index, cache) in caches.enumerated() { groups[cache.id, default: []].append(index) }
        var names = caches.map { Escape.shown($0.id) }
        for group in groups.values where group.count > 1 {
            let hasOwnRoots = Set(group.map { caches[$0].root }).count == group.count
            for index in group {
                let other = hasOwnRoots ? Escape.shown(caches[index].root) : Escape.text(caches[index].record)
                if !other.isEmpty { names[index] += "  (" + other + ")" }
            }
        }
        self.names = names
    }

    /// `nil` where there is no such cache.
    subscript(_ index: Int) -> String? { names.indices.contains(index) ? names[index] : nil }
}
