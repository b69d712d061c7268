import Bytes

/// Which files of a project say what its builds must get.
///
/// Files that only name what is wanted (`package.json`, `go.mod`, `pyproject.toml`) are none: they hold no digests.
enum LockfileName {
    private static let exact = names([
        "Pipfile.lock", "poetry.lock", "pdm.lock", "uv.lock", "pylock.toml", "package-lock.json",
        "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "lockfile.json", "verification-metadata.xml", "go.sum",
        "go.work.sum", "Cargo.lock",
    ])
    private static let pylockStart = Array("pylock.".utf8)
    private static let pylockEnd = Array(".toml".utf8)
    private static let pnpmStart = Array("pnpm-lock.".utf8)
    private static let pnpmEnd = Array(".yaml".utf8)
    private static let textEnd = Array(".txt".utf8)
    /// People name such files as they like: `requirements-dev.txt`, `test_requirements.txt`, `constraints.txt`.
    private static let textParts = ["requirements", "constraints"].map { Array($0.utf8) }

    /// Names of one length, by that length.
    private static func names(_ list: [String]) -> [Int: [[UInt8]]] {
        Dictionary(grouping: list.map { Array($0.utf8) }, by: \.count)
    }

    /// Whether a file of this name is one.
    static func isLockfile(_ name: ArraySlice<UInt8>) -> Bool {
        if let same = exact[name.count], same.contains(where: name.elementsEqual) { return true }
        if ends(name, in: textEnd) { return textParts.contains { name.firstOffset(of: $0) != nil } }
        // pnpm keeps one for each branch where a project asks for that.
        if name.starts(with: pnpmStart), ends(name, in: pnpmEnd) { return true }
        return name.starts(with: pylockStart) && ends(name, in: pylockEnd)
    }

    private static let skipped = names(["node_modules", "site-packages", "dist-packages", ".git"])

    /// Whether a folder of this name holds what was installed: lockfiles in there are those of packages, which whoever
    /// makes a package fills as they like, and say nothing of the project.
    static func isSkippedFolder(_ name: ArraySlice<UInt8>) -> Bool {
        skipped[name.count]?.contains(where: name.elementsEqual) ?? false
    }

    private static func ends(_ name: ArraySlice<UInt8>, in end: [UInt8]) -> Bool {
        name.suffix(end.count).elementsEqual(end)
    }
}
