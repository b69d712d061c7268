internal import Inventory

/// Whose caches they are, in what `caches` writes.
extension CachesWriter {
    /// Projects named in a row.
    private static let shownProjects = 2
    /// Digits of a Dockerfile's digest in a row.
    private static let shownDigest = 12

    /// The projects of a cache, those first that are known best.
    func projects(of cache: MountCache) -> String {
        if cache.projects.isEmpty { return "-" }
        let known = cache.projects.map(\.project)
        let order =
            known.filter { Self.rank($0) == 0 } + known.filter { Self.rank($0) == 1 }
            + known.filter { Self.rank($0) == 2 }
        let names = order.prefix(Self.shownProjects).map { Self.shortName(of: $0) }
        let rest = order.count - names.count
        return names.joined(separator: ", ") + (rest > 0 ? " +" + Human.count(rest) : "")
    }

    /// What signs in the tables mean; empty where there are none.
    func legend(of report: CachesReport) -> String {
        let projects = report.caches.flatMap { $0.cache.projects.map(\.project) }
        var lines: [String] = []
        if projects.contains(where: Self.isGuess) {
            lines.append(
                "a project with `?` is a guess: the name of an image, a folder or a file (--verbose says which)")
        }
        if projects.contains(where: { $0?.certainty == .grouped }) {
            lines.append(
                "`Dockerfile` and digits are builds of which nothing is known but the text of their Dockerfile; they "
                    + "do not count as a project that shares")
        }
        if projects.contains(nil) {
            lines.append("`(unknown)` are builds of which nothing tells the project; they do not count either")
        }
        if report.caches.contains(where: { $0.cache.sharing == nil }) {
            lines.append("SHARING is `?` where no record of a build is left that tells it")
        }
        if lines.isEmpty { return "" }
        return "\n" + lines.map { Paragraph.lines($0, style, indent: 2, label: "- ") }.joined()
    }

    private static func rank(_ project: Project?) -> Int {
        guard let project, project.certainty != .grouped else { return 2 }
        return project.certainty == .exact ? 0 : 1
    }

    private static func isGuess(_ project: Project?) -> Bool { rank(project) == 1 }

    /// The last two parts of an address: `https://git.example.com/acme/web.git` is `acme/web`.
    private static func shortName(of project: Project?) -> String {
        guard let project else { return "(unknown)" }
        if project.certainty == .grouped {
            let digest = (project.source.bytes.split(separator: UInt8(ascii: ":")).last ?? []).prefix(shownDigest)
            return "Dockerfile " + Escape.shown(ByteString(Array(digest)))
        }
        var bytes = project.source.bytes[...]
        if bytes.suffix(4).elementsEqual(Array(".git".utf8)) { bytes = bytes.dropLast(4) }
        let parts = bytes.split(whereSeparator: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":") })
        let name = parts.suffix(2).joined(separator: [UInt8(ascii: "/")])
        return Escape.shown(ByteString(Array(name))) + (isGuess(project) ? "?" : "")
    }
}
