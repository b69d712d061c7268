/// Which file Node finds before one of a package's archive, where it is added beside that.
///
/// ```
///   require('./util')    util ─► util.js ─► util.json ─► util.node ─► util/package.json ─► util/index.js …
/// ```
/// What stands before the file of the archive runs instead of it.
struct NpxResolution {
    /// Paths of the archive's files.
    private let members: Set<[UInt8]>
    /// Paths of the folders that they lie in.
    private let folders: Set<[UInt8]>

    private static let endings = [".js", ".json", ".node"].map { Array($0.utf8) }
    private static let slash = UInt8(ascii: "/")
    private static let description = Array("package.json".utf8)

    /// Takes the paths of an archive's files.
    init(_ names: some Sequence<[UInt8]>) {
        members = Set(names)
        var folders: Set<[UInt8]> = []
        for name in members {
            var end = name.lastIndex(of: Self.slash)
            // Those above a known folder are known, too.
            while let slash = end, folders.insert(Array(name[..<slash])).inserted {
                end = name[..<slash].lastIndex(of: Self.slash)
            }
        }
        self.folders = folders
    }

    /// Whether a file that is not in the archive, and lies in the package itself, is found before one that is.
    func prefers(_ name: [UInt8]) -> Bool {
        let parts = name.split(separator: Self.slash)
        // A folder of packages in between is looked into before those above.
        if parts.dropFirst().dropLast().contains(where: { $0.elementsEqual("node_modules".utf8) }) { return true }
        let slash = name.lastIndex(of: Self.slash)
        if name[(slash.map { $0 + 1 } ?? 0)...].elementsEqual(Self.description) {
            return folders.contains(Array(name[..<(slash ?? 0)]))
        }
        if Self.endings.contains(where: { members.contains(name + $0) }) { return true }
        for (place, ending) in Self.endings.enumerated() where name.suffix(ending.count).elementsEqual(ending) {
            let stem = Array(name.dropLast(ending.count))
            if Self.endings[(place + 1)...].contains(where: { members.contains(stem + $0) }) { return true }
            if isModule(stem) { return true }
        }
        return false
    }

    /// Whether a link takes the place of a file or folder of the archive.
    func has(_ name: [UInt8]) -> Bool { members.contains(name) || folders.contains(name) }

    /// Whether a folder is found as a module.
    private func isModule(_ folder: [UInt8]) -> Bool {
        guard folders.contains(folder) else { return false }
        let names = [Self.description] + Self.endings.map { Array("index".utf8) + $0 }
        return names.contains { members.contains(folder + [Self.slash] + $0) }
    }
}
