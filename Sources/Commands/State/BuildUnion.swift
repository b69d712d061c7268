import Inventory

/// Builds of the manifest and of the state roots, each once. What the state says now is newer than what was kept.
enum BuildUnion {
    private struct Name: Hashable {
        var root: ByteString
        var ref: String
    }

    /// The oldest first.
    static func of(_ remembered: [Build], _ present: [Build]) -> [Build] {
        var names: Set<Name> = []
        let new = present.indices.filter { names.insert(Name(root: present[$0].root, ref: present[$0].ref)).inserted }
        let old = remembered.indices.filter {
            !names.contains(Name(root: remembered[$0].root, ref: remembered[$0].ref))
        }
        let all = old.map { remembered[$0] } + new.map { present[$0] }
        // A build is a large value: places are sorted instead.
        let order = all.indices.sorted {
            (all[$0].started ?? .min, all[$0].ref, $0) < (all[$1].started ?? .min, all[$1].ref, $1)
        }
        return order.map { all[$0] }
    }
}
