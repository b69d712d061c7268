internal import Inventory

/// The targets of a purge under their state roots, as tables show them. Directories that were named stand together,
/// since each is its own root; one group has no title.
struct TargetGroups {
    /// Some of the targets, by their places.
    struct Group {
        var title: String?
        var places: [Int]
        /// What their caches are called within the group.
        var names: CacheNames
    }

    let groups: [Group]
    /// What the caches are called where no table is around them.
    let names: CacheNames

    init(_ targets: [PurgeTarget], _ style: TextStyle) {
        var order: [ByteString] = []
        var places: [ByteString: [Int]] = [:]
        for (index, target) in targets.enumerated() {
            let key = target.isTree ? "" : target.root
            if places[key] == nil { order.append(key) }
            places[key, default: []].append(index)
        }
        groups = order.map { key in
            let own = places[key] ?? []
            let title = order.count > 1 ? Self.title(own.first.map { targets[$0] }, style) : nil
            return Group(title: title, places: own, names: CacheNames(targets: own.map { targets[$0] }))
        }
        names = CacheNames(targets: targets)
    }

    private static func title(_ target: PurgeTarget?, _ style: TextStyle) -> String? {
        guard let target else { return nil }
        if target.isTree { return style.paint("Directories", .heading) }
        return style.paint("State root ", .faint) + style.paint(Escape.shown(target.root), .heading)
            + style.paint(" (\(target.kind.rawValue))", .faint)
    }

    /// Writes one table for each group.
    func write(_ columns: [Table.Column], _ style: TextStyle, to output: Output, row: (Int, String) -> [Table.Cell]) {
        for group in groups {
            var table = Table(columns)
            for (index, place) in group.places.enumerated() { table.add(row(place, group.names[index] ?? "")) }
            let title = group.title.map { $0 + "\n" } ?? ""
            output.write("\n" + title + table.render(style, indent: group.title == nil ? 0 : 2))
        }
    }
}
