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
        let new = present.filter { names.insert(Name(root: $0.root, ref: $0.ref)).inserted }
        let old = remembered.filter { !names.contains(Name(root: $0.root, ref: $0.ref)) }
        return (old + new).sorted { ($0.started ?? .min, $0.ref) < ($1.started ?? .min, $1.ref) }
    }
}
