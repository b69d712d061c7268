internal import Inventory

/// Names that tell of a package cache where no cache was recognised, because all that would show it lies behind links.
///
/// ```
///   index-v5 ─► .x/i                          a name that nothing else has
///   any/where/http-v2/1/3 ─► x                a folder of a client, and below it a name of the right form
///   any/where/org/acme/lib/1.0/lib-1.0.jar    the form of an artifact
/// ```
enum LooseName {
    private static let slash = UInt8(ascii: "/")
    private static let stores = [
        "_cacache", "content-v2", "index-v5", "_npx", "http-v2", "modules-2", "files-2.1",
    ].map { Array($0.utf8) }
    private static let marks = [MavenTracking.fileName, MavenTracking.oldFileName].map { Array($0.utf8) }
    private static let folders = EcosystemList.readers.map { reader in
        (reader: reader, names: reader.folders.map { Array($0.utf8) })
    }

    /// What the path would be taken for.
    static func role(of path: ByteString) -> PathRole {
        let parts = path.bytes.split(separator: slash, omittingEmptySubsequences: false)
        guard let name = parts.last else { return .none }
        if stores.contains(where: { name.elementsEqual($0) }) { return .folder }
        if marks.contains(where: { name.elementsEqual($0) }) || isArtifact(path) { return .file }
        for (place, part) in parts.dropLast().enumerated() {
            for (reader, names) in folders where names.contains(where: { part.elementsEqual($0) }) {
                let role = reader.role(of: ByteString(Array(parts[place...].joined(separator: [slash]))))
                if role == .file || role == .folder { return role }
            }
        }
        return .none
    }

    /// Whether the last name of a path is that of some client's folder.
    static func isFolder(_ path: ByteString) -> Bool {
        let name = path.bytes[(path.bytes.lastIndex(of: slash).map { $0 + 1 } ?? 0)...]
        return folders.contains { $0.names.contains { name.elementsEqual($0) } }
    }

    /// Whether a path ends like that of an artifact, from some folder on: behind one with a dot, or one that is called
    /// so, a repository may begin.
    static func isArtifact(_ path: ByteString) -> Bool {
        guard MavenVersionFolder.isArtifact(path) else { return false }
        let parts = path.bytes.split(separator: slash, omittingEmptySubsequences: false)
        // Of these the artifact's own names may have dots.
        let root = parts.dropLast(3).lastIndex { $0.contains(UInt8(ascii: ".")) || $0.elementsEqual("repository".utf8) }
        let rest = parts[(root.map { $0 + 1 } ?? 0)...]
        return MavenCoordinates(path: rest.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")) != nil
    }
}
