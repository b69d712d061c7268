import Inventory

/// The line to write into a Dockerfile, so that a project has a cache of its own.
///
/// ```
///  https://git.example.com/acme/web  and  /root/.cache/pip
///  RUN --mount=type=cache,id=acme-web-pip,target=/root/.cache/pip
/// ```
///
/// Sources and targets were chosen by whoever wrote the Dockerfile. What is not plainly harmless in a shell, a terminal
/// and a mount option is replaced or left out; where that could make two names alike, a digest is put behind.
struct MountRemedy {
    private static let partsMax = 2
    private static let slugMax = 60
    private static let targetMax = 200
    private static let hyphen = UInt8(ascii: "-")
    /// Names that say little without the folder before them.
    private static let general: Set<[UInt8]> = Set(
        ["apt", "mod", "repository", "cache", "caches", "lists", "archives", "build", "data", "store", "v1", "v3"]
            .map { Array($0.utf8) })

    private let slugs: [ProjectName: String]

    /// Finds names for projects, such that no two of them are alike.
    init(_ names: [ProjectName]) {
        var owners: [String: Set<ProjectName>] = [:]
        for name in names { owners[Self.plainSlug(name), default: []].insert(name) }
        var slugs: [ProjectName: String] = [:]
        for name in names {
            let slug = Self.plainSlug(name)
            let isAlone = (owners[slug]?.count ?? 0) < 2
            slugs[name] = isAlone && !slug.isEmpty ? slug : slug + (slug.isEmpty ? "project-" : "-") + Self.digest(name)
        }
        self.slugs = slugs
    }

    /// The name space of a project, for `BUILDKIT_CACHE_MOUNT_NS`.
    func nameSpace(_ name: ProjectName) -> String { slugs[name] ?? Self.plainSlug(name) }

    /// The whole instruction, with `sharing` where it is not the default.
    func line(_ name: ProjectName, target: ByteString, sharing: MountCache.Sharing = .shared) -> String {
        let suffix = Self.suffix(of: target)
        return Self.line(
            id: nameSpace(name) + (suffix.isEmpty ? "" : "-" + suffix), target: target, sharing: sharing)
    }

    /// An instruction with a given id, or without one.
    static func line(id: String?, target: ByteString, sharing: MountCache.Sharing) -> String {
        let place = isSafe(target) ? String(decoding: target.bytes, as: UTF8.self) : "…"
        return "RUN --mount=type=cache," + (id.map { "id=\($0)," } ?? "") + "target=\(place)"
            + (sharing == .shared ? "" : ",sharing=\(sharing.rawValue)")
    }

    /// The last parts of the name, of safe characters only.
    private static func plainSlug(_ name: ProjectName) -> String {
        slug(name.bytes.split(separator: UInt8(ascii: "/")).suffix(partsMax).map { Array($0) })
    }

    /// What a mount's target adds: `pip` of `/root/.cache/pip`, `pkg-mod` of `/go/pkg/mod`.
    private static func suffix(of target: ByteString) -> String {
        let parts = target.bytes.split(separator: UInt8(ascii: "/")).map { Array($0) }
        guard let last = parts.last else { return "" }
        return slug(general.contains(last) ? Array(parts.suffix(2)) : [last])
    }

    private static func slug(_ parts: [[UInt8]]) -> String {
        var result: [UInt8] = []
        for part in parts {
            if !result.isEmpty, result.last != hyphen { result.append(hyphen) }
            for byte in part.prefix(slugMax) {
                if isWord(byte) {
                    result.append(byte)
                } else if !result.isEmpty, result.last != hyphen {
                    result.append(hyphen)
                }
            }
        }
        result = Array(result.suffix(slugMax))
        while result.last == hyphen { result.removeLast() }
        return String(decoding: result.drop { $0 == hyphen }, as: UTF8.self)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    private static func isSafe(_ target: ByteString) -> Bool {
        !target.isEmpty && target.bytes.count <= targetMax
            && target.bytes.allSatisfy { isWord($0) || "/._-+@".utf8.contains($0) }
    }

    /// Eight hexadecimal digits (FNV-1a); tells names apart, and protects nothing.
    private static func digest(_ name: ProjectName) -> String {
        var hash: UInt32 = 2_166_136_261
        for byte in name.bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
