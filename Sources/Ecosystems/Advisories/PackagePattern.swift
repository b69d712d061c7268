import Bytes
package import Inventory

/// A package that somebody looks for: a package URL, with a version, with constraints, or for all versions.
///
/// ```
///   pkg:npm/axios@1.14.1                      that version
///   pkg:npm/%40types/node                     every version
///   pkg:pypi/idna@>=3.6,<3.8                  each constraint holds
///   pkg:pypi/idna?vers=vers:pypi/>=3.6|<3.8   a version range specifier (VERS)
///   pkg:maven/org.slf4j/slf4j-api@2.0.9       group and artifact
/// ```
/// Parts may be escaped with `%`, and need not be. Other qualifiers and the part behind `#` are refused: who names a
/// repository or a file would get other answers than they ask for.
package struct PackagePattern: Sendable, Hashable {
    package let name: PackageName
    private let versions: Versions
    /// As it was written.
    package let text: String

    private enum Versions: Sendable, Hashable {
        case all
        case one(String)
        case constraints(VersionConstraints)
    }

    /// Bytes of the longest pattern.
    package static let lengthLimit = 4096
    private static let prefix = "pkg:"
    private static let range = "vers:"

    /// Reads a pattern; throws a sentence that says what is wrong.
    package init(_ text: String) throws(PatternError) {
        guard text.utf8.count <= Self.lengthLimit else {
            throw PatternError("it has more than \(Self.lengthLimit) bytes")
        }
        guard text.hasPrefix(Self.prefix) else { throw PatternError("a package URL begins with `pkg:`") }
        guard !text.contains("#") else { throw PatternError("a part behind `#` is not understood here") }
        self.text = text
        let halves = text.dropFirst(Self.prefix.count).split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var path = String(halves.first ?? "")
        while path.hasPrefix("/") { path.removeFirst() }
        guard let slash = path.firstIndex(of: "/") else {
            throw PatternError("a kind and a name are expected, as in `pkg:npm/axios`")
        }
        let type = path[..<slash].lowercased()
        guard let ecosystem = Self.ecosystem(type) else {
            throw PatternError(
                "the kind `\(PatternError.shown(type))` is not known here; pypi, npm, maven, cargo and golang are")
        }
        var rest = String(path[path.index(after: slash)...])
        var version: String?
        if let at = Self.versionMark(rest) {
            version = String(rest[rest.index(after: at)...])
            rest = String(rest[..<at])
        }
        name = try Self.name(ecosystem, rest)
        versions = try Self.versions(ecosystem, version, qualifiers: halves.count == 2 ? String(halves[1]) : nil)
    }

    private static func ecosystem(_ type: String) -> Ecosystem? {
        switch type {
        case "pypi": .pip
        case "npm": .npm
        case "maven": .maven
        case "cargo": .cargo
        case "golang": .go
        default: nil
        }
    }

    /// The `@` before the version: the first that does not begin a part of the name, as a scope of npm does.
    private static func versionMark(_ text: String) -> String.Index? {
        var before: Character?
        for index in text.indices {
            if text[index] == "@", let before, before != "/" { return index }
            before = text[index]
        }
        return nil
    }

    private static func name(_ ecosystem: Ecosystem, _ text: String) throws(PatternError) -> PackageName {
        // A name with a wildcard is that of no package: it would find nothing, and that would look like good news.
        if text.contains("*") { throw PatternError("the name of a package has no wildcards; see --name-contains") }
        var parts: [String] = []
        for part in text.split(separator: "/", omittingEmptySubsequences: false) {
            parts.append(try PatternError.decoded(String(part)))
        }
        let hasRightCount =
            switch ecosystem {
            case .pip, .cargo: parts.count == 1
            case .npm: parts.count == 1 || parts.count == 2 && parts[0].hasPrefix("@")
            case .maven: parts.count == 2
            case .go: true
            }
        let joined = parts.joined(separator: ecosystem == .maven ? ":" : "/")
        guard hasRightCount, !parts.contains(""), let name = AdvisoryName.normalized(ecosystem, joined) else {
            throw PatternError("`\(PatternError.shown(text))` is no name of such a package")
        }
        return name
    }

    private static func versions(
        _ ecosystem: Ecosystem, _ version: String?, qualifiers: String?
    ) throws(PatternError) -> Versions {
        guard let qualifiers else {
            guard let version else { return .all }
            return try versions(ecosystem, try PatternError.decoded(version))
        }
        let parts = qualifiers.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "vers", !parts[1].contains("&") else {
            throw PatternError("the only qualifier that is understood here is `vers`")
        }
        guard version == nil else { throw PatternError("it has a version, and a range besides") }
        let text = try PatternError.decoded(String(parts[1]))
        guard text.hasPrefix(range), let slash = text.firstIndex(of: "/"),
            Self.ecosystem(String(text[..<slash].dropFirst(range.count))) == ecosystem
        else { throw PatternError("`vers:` with the kind of the package is expected, as in `vers:pypi/>=3.6|<3.8`") }
        return .constraints(
            try VersionConstraints(ecosystem, line: String(text[text.index(after: slash)...])))
    }

    private static func versions(_ ecosystem: Ecosystem, _ text: String) throws(PatternError) -> Versions {
        guard AdvisoryName.isPlain(text) else { throw PatternError("the version behind `@` is missing") }
        let isConstrained = VersionConstraints.Comparator.allCases.contains { text.hasPrefix($0.rawValue) }
        // No version of these ecosystems holds a comma or a bar: who writes one means several.
        guard isConstrained || text.contains(",") || text.contains("|") else {
            guard !tags.contains(text.lowercased()) else {
                throw PatternError(
                    "`\(PatternError.shown(text))` is no version; leave it out for every version, or name one")
            }
            return .one(text)
        }
        if text.contains("|") { return .constraints(try VersionConstraints(ecosystem, line: text)) }
        return .constraints(try VersionConstraints(ecosystem, list: text))
    }

    /// Words that clients take in the place of a version. Caches hold what they led to.
    private static let tags: Set<String> = [
        "*", "alpha", "beta", "canary", "current", "dev", "latest", "lts", "main", "master", "newest", "next",
        "nightly", "rc", "release", "stable",
    ]

    /// Whether the version that is named, if one is, can be compared with others; else only what is spelled alike is
    /// meant.
    package var isComparable: Bool {
        guard case .one(let text) = versions else { return true }
        return EcosystemVersion.bound(name.ecosystem, text) != nil
    }

    /// Whether a version of the package is looked for; `nil` where it is none that could be compared.
    package func holds(_ version: String) -> Bool? {
        switch versions {
        case .all: return true
        case .constraints(let constraints): return constraints.holds(name.ecosystem, version)
        case .one(let text):
            if text == version { return true }
            guard let left = EcosystemVersion.bound(name.ecosystem, text) else { return false }
            guard let right = EcosystemVersion(name.ecosystem, version) else { return false }
            return left.compare(right) == 0
        }
    }
}

/// Why what somebody looks for was not understood: a sentence without its full stop, made safe for a terminal.
package struct PatternError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }

    /// Printable ASCII as it is, everything else as a question mark.
    static func shown(_ text: String) -> String {
        String(
            decoding: text.utf8.prefix(80).map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }

    /// The text without its `%` escapes.
    static func decoded(_ text: String) throws(PatternError) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
        guard let bytes = PercentText.decode(text.utf8) else {
            throw PatternError("a `%` without two hexadecimal digits behind it")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw PatternError("the escapes with `%` are no UTF-8")
        }
        return text
    }
}
