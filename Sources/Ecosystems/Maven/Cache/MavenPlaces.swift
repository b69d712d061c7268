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

    /// What was found.
    struct Found {
        /// In byte order.
        var roots: [ByteString]
        /// Whether there may be more than the limit.
        var isCut: Bool
        /// The first file in the form of an artifact that lies below no root.
        var unread: ByteString?
    }

    /// Names of what a class path takes.
    private static let artifacts = [".jar", ".pom", ".war", ".ear", ".aar"].map { Array($0.utf8) }
    private static let pom = Array(".pom".utf8)
    private static let mark = Array(("/" + MavenTracking.fileName).utf8)

    /// All roots.
    static func all(in files: any CacheFiles) -> Found {
        var candidates: [Int] = []
        var marks: [Int] = []
        for (index, file) in files.files.enumerated() {
            if files.isStopped { break }
            let path = file.path.bytes
            if path.hasEnding(mark) {
                marks.append(index)
            } else if artifacts.contains(where: { path.hasEnding($0) }), isInVersionFolder(path),
                !GradlePlaces.isStored(path.span)
            {
                candidates.append(index)
            }
        }
        var poms = candidates.filter { files.files[$0].path.bytes.hasEnding(pom) }
        var roots: [ByteString] = []
        var ranges: [Range<Int>] = []
        while !poms.isEmpty, roots.count < rootLimit {
            guard let root = mostFrequent(among: poms, in: files, besides: roots) else { break }
            let range = files.below(root)
            roots.append(root)
            ranges.append(range)
            poms.removeAll { range.contains($0) }
        }
        addByName(files, candidates + marks, to: &roots, &ranges)
        let unread = candidates.first { index in !ranges.contains { $0.contains(index) } }
        return Found(
            roots: roots.sorted(), isCut: roots.count >= rootLimit, unread: unread.map { files.files[$0].path })
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

    /// Where no POM told: the part called `repository`, else what stands behind the last folder with a dot. One may lie
    /// around those that POMs told of: whoever writes POMs must not keep the rest from being read.
    private static func addByName(
        _ files: any CacheFiles, _ candidates: [Int], to roots: inout [ByteString], _ ranges: inout [Range<Int>]
    ) {
        for index in candidates where roots.count < rootLimit {
            if ranges.contains(where: { $0.contains(index) }) { continue }
            guard let parts = parts(files.files[index].path.bytes) else { continue }
            let folders = parts.before.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            var count = 0
            for (index, folder) in folders.enumerated()
            where folder.contains(UInt8(ascii: ".")) || folder.elementsEqual("repository".utf8) {
                count = index + 1
            }
            let root = ByteString(Array(folders[..<count].joined(separator: [UInt8(ascii: "/")])))
            if roots.contains(root) { continue }
            roots.append(root)
            ranges.append(files.below(root))
        }
    }
}

extension Array<UInt8> {
    /// Whether the bytes end in others.
    func hasEnding(_ bytes: [UInt8]) -> Bool { span.ends(in: bytes) }

    /// Whether the bytes end in a text.
    func hasEnding(_ text: String) -> Bool {
        count >= text.utf8.count && suffix(text.utf8.count).elementsEqual(text.utf8)
    }
}
