internal import Inventory
internal import Markup

/// Where local repositories of Maven begin.
///
/// ```
///   home/.m2/repository/org/slf4j/slf4j-api/2.0.9/slf4j-api-2.0.9.pom
///   └──── root ───────┘ └─ group ─┘ └artifact┘     the POM says the group: what stands before it is the root
/// ```
/// A path does not say where the group begins. POMs do, and as one may lie, many are asked and the most frequent
/// answer counts. Where none can be read, the folders' names decide.
enum MavenPlaces {
    /// Roots of one cache.
    static let rootLimit = 32
    /// POMs that are asked for one root.
    static let askedLimit = 32
    /// Bytes of the largest POM that is asked. With the limits above it bounds what is read, whatever lies there.
    static let pomLimit = 1 << 16

    /// Roots in byte order, and whether there may be more than the limit.
    struct Found {
        var roots: [ByteString]
        var isCut: Bool
    }

    /// All roots; what lies below one of `others` is none.
    static func all(in files: any CacheFiles, besides others: [ByteString]) -> Found {
        var candidates: [Int] = []
        var hasMarks = false
        for (index, file) in files.files.enumerated() {
            let path = file.path.bytes
            if path.hasEnding(".pom"), isInVersionFolder(path) {
                candidates.append(index)
            } else if path.hasEnding(MavenTracking.fileName) {
                hasMarks = true
            }
        }
        candidates.removeAll { index in GradlePlaces.stored(files.files[index].path.bytes) != nil }
        var roots: [ByteString] = []
        while !candidates.isEmpty, roots.count < rootLimit {
            guard let root = mostFrequent(among: candidates, in: files, besides: roots) else { break }
            roots.append(root)
            candidates.removeAll { isBelow(files.files[$0].path, root) }
        }
        if hasMarks || !candidates.isEmpty { addByName(files, candidates, besides: others, to: &roots) }
        return Found(roots: roots.sorted(), isCut: roots.count >= rootLimit)
    }

    /// Whether a path lies below a folder.
    static func isBelow(_ path: ByteString, _ folder: ByteString) -> Bool {
        if folder.isEmpty { return true }
        let (path, folder) = (path.bytes, folder.bytes)
        return path.count > folder.count && path[folder.count] == UInt8(ascii: "/") && path.starts(with: folder)
    }

    /// `…/artifact/version/artifact-version…`
    private static func isInVersionFolder(_ path: [UInt8]) -> Bool {
        guard let (artifact, version, file, _) = parts(path) else { return false }
        guard file.starts(with: artifact + [UInt8(ascii: "-")]) else { return false }
        let tail = file.dropFirst(artifact.count + 1)
        let snapshot = Array("SNAPSHOT".utf8)
        return tail.starts(with: version)
            || version.suffix(snapshot.count) == snapshot[...] && tail.starts(with: version.dropLast(snapshot.count))
    }

    /// The last three parts of a path, and what stands before them.
    private static func parts(
        _ path: [UInt8]
    ) -> (artifact: [UInt8], version: [UInt8], file: ArraySlice<UInt8>, before: ArraySlice<UInt8>)? {
        var slashes: [Int] = []
        var at = path.count
        while at > 0, slashes.count < 3 {
            at -= 1
            if path[at] == UInt8(ascii: "/") { slashes.append(at) }
        }
        guard slashes.count == 3 else { return nil }
        return (
            Array(path[(slashes[2] + 1)..<slashes[1]]), Array(path[(slashes[1] + 1)..<slashes[0]]),
            path[(slashes[0] + 1)...], path[..<slashes[2]]
        )
    }

    private static func mostFrequent(
        among candidates: [Int], in files: any CacheFiles, besides roots: [ByteString]
    ) -> ByteString? {
        let step = max(1, candidates.count / askedLimit)
        var votes: [ByteString: Int] = [:]
        for place in stride(from: 0, to: candidates.count, by: step).prefix(askedLimit) {
            guard let root = root(candidates[place], in: files) else { continue }
            // A root around or inside another one is a lie of somebody's POM.
            if roots.contains(where: { isBelow($0, root) || isBelow(root, $0) }) { continue }
            votes[root, default: 0] += 1
        }
        return votes.max { left, right in
            left.value != right.value ? left.value < right.value : left.key > right.key
        }?.key
    }

    /// What a POM's own group says of where the repository begins.
    private static func root(_ index: Int, in files: any CacheFiles) -> ByteString? {
        let file = files.files[index]
        guard file.size <= Int64(pomLimit), let parts = parts(file.path.bytes),
            let document = try? files.read(index, at: 0, count: Int(file.size)),
            let identity = try? PomIdentity.ofPom(document)
        else { return nil }
        let group = Array(identity.group.replacing(".", with: "/").utf8)
        guard parts.artifact == Array(identity.artifact.utf8), parts.before.suffix(group.count) == group[...] else {
            return nil
        }
        let root = parts.before.dropLast(group.count)
        if root.isEmpty { return "" }
        guard root.last == UInt8(ascii: "/") else { return nil }
        return ByteString(Array(root.dropLast()))
    }

    /// Where no POM told: the part called `repository`, else what stands behind the last folder with a dot.
    private static func addByName(
        _ files: any CacheFiles, _ candidates: [Int], besides others: [ByteString], to roots: inout [ByteString]
    ) {
        var paths = candidates.map { files.files[$0].path }
        paths += files.files.lazy.map(\.path).filter { $0.bytes.hasEnding("/" + MavenTracking.fileName) }
        for path in paths where roots.count < rootLimit {
            if (roots + others).contains(where: { isBelow(path, $0) }) { continue }
            guard let parts = parts(path.bytes) else { continue }
            let folders = parts.before.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            var count = 0
            for (index, folder) in folders.enumerated()
            where folder.contains(UInt8(ascii: ".")) || folder.elementsEqual("repository".utf8) {
                count = index + 1
            }
            let root = ByteString(Array(folders[..<count].joined(separator: [UInt8(ascii: "/")])))
            if !roots.contains(where: { isBelow($0, root) || $0 == root }) { roots.append(root) }
        }
    }
}

extension Array<UInt8> {
    /// Whether the bytes end in a text.
    func hasEnding(_ text: String) -> Bool {
        count >= text.utf8.count && suffix(text.utf8.count).elementsEqual(text.utf8)
    }
}
