import Inventory
import Linux

/// One of the folders whose entries are taken out: the directory itself and, where a folder deep in it must stay, each
/// folder on the way to that one.
///
/// ```
///  keeping "a/b":    DIRECTORY ── a ── b        all entries of b go, of a all but b, of DIRECTORY all but a
/// ```
struct DirectoryLevel {
    let held: HeldFolder
    /// Path relative to the directory, without slashes at its ends; empty for the directory itself.
    let path: [UInt8]
    /// Names that are left alone: the next level, and in the directory itself the trash.
    var spared: Set<[UInt8]> = []

    /// The path of an entry, relative to the directory.
    func path(of name: [UInt8]) -> [UInt8] {
        path.isEmpty ? name : path + [UInt8(ascii: "/")] + name
    }

    /// Opens the directory and each folder on the way to the one that must stay.
    static func open(
        _ directory: borrowing Descriptor, keeping kept: ByteString?
    ) throws(SystemError) -> [DirectoryLevel] {
        var levels = [DirectoryLevel(held: try HeldFolder(again: directory), path: [])]
        guard let kept, !kept.isEmpty else { return levels }
        for name in try RelativePath.components(of: kept) {
            let above = levels[levels.count - 1]
            levels[levels.count - 1].spared.insert(name)
            let folder = HeldFolder(try above.held.descriptor.openDirectory(beneath: (name + [0]).span))
            levels.append(DirectoryLevel(held: folder, path: above.path(of: name)))
        }
        return levels
    }
}

/// Paths below a directory.
enum RelativePath {
    /// More components than this are refused: each is opened on its own.
    private static let componentsMax = 1 << 16

    /// The components of a path that leads straight down. An empty one, `.`, `..` and a zero are refused as `EINVAL`.
    static func components(of path: ByteString) throws(SystemError) -> [[UInt8]] {
        let parts = path.bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Array($0) }
        let dots = [[UInt8(ascii: ".")], [UInt8(ascii: "."), UInt8(ascii: ".")]]
        guard parts.count <= componentsMax,
            parts.allSatisfy({ !$0.isEmpty && !dots.contains($0) && !$0.contains(0) })
        else { throw SystemError(SystemError.invalid, .openat2) }
        return parts
    }
}
