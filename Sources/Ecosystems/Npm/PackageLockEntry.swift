import Bytes
import Inventory

/// One entry of a lockfile of npm: what of it makes a pin.
struct PackageLockEntry {
    /// Where it stands: `node_modules/a/node_modules/b`, or `a/b` in version 1.
    let location: String
    /// Line of its key.
    let line: Int
    /// Version 1: its name in its table.
    var key = ""
    private var version: String?
    private var resolved: String?
    private var name: String?
    private var digests: [ContentDigest] = []
    private var hasIntegrity = false
    private var isLink = false
    private var isBundled = false
    /// Whether a member that counts stands twice.
    private(set) var hasDuplicate = false
    private var seen: UInt8 = 0

    private static let versionKey: JSONName = "version"
    private static let resolvedKey: JSONName = "resolved"
    private static let integrityKey: JSONName = "integrity"
    private static let nameKey: JSONName = "name"
    private static let linkKey: JSONName = "link"
    private static let inBundleKey: JSONName = "inBundle"
    private static let bundledKey: JSONName = "bundled"

    /// Begins without members.
    init(location: String, line: Int) {
        self.location = location
        self.line = line
    }

    /// Takes one member; the scanner stands behind its key.
    mutating func read(_ scanner: inout JSONScanner) throws(ParseError) {
        if scanner.tokenIs(Self.versionKey) {
            mark(1)
            version = try text(&scanner)
        } else if scanner.tokenIs(Self.resolvedKey) {
            mark(2)
            resolved = try text(&scanner)
        } else if scanner.tokenIs(Self.integrityKey) {
            mark(4)
            try integrity(&scanner)
        } else if scanner.tokenIs(Self.nameKey) {
            mark(8)
            name = try text(&scanner)
        } else if scanner.tokenIs(Self.linkKey) {
            mark(16)
            isLink = try flag(&scanner)
        } else if scanner.tokenIs(Self.inBundleKey) || scanner.tokenIs(Self.bundledKey) {
            isBundled = try flag(&scanner) || isBundled
        } else {
            try scanner.skipValue()
        }
    }

    private mutating func mark(_ bit: UInt8) {
        if seen & bit != 0 { hasDuplicate = true }
        seen |= bit
    }

    private func text(_ scanner: inout JSONScanner) throws(ParseError) -> String? {
        let depth = scanner.depth
        if try scanner.next() == .string { return scanner.text() }
        while scanner.depth > depth { _ = try scanner.next() }
        return nil
    }

    private func flag(_ scanner: inout JSONScanner) throws(ParseError) -> Bool {
        let depth = scanner.depth
        if case .boolean(let flag) = try scanner.next() { return flag }
        while scanner.depth > depth { _ = try scanner.next() }
        return false
    }

    private mutating func integrity(_ scanner: inout JSONScanner) throws(ParseError) {
        let depth = scanner.depth
        digests = []
        guard try scanner.next() == .string else {
            hasIntegrity = true
            while scanner.depth > depth { _ = try scanner.next() }
            return
        }
        let token = scanner.decodedToken()
        hasIntegrity = !token.isEmpty
        digests = DigestText.integrity(token[...]).digests
    }

    // MARK: Pins

    /// The pin of an entry of `packages`; `nil` for the project itself.
    func modernPin() -> Pin? {
        if location.isEmpty { return nil }
        let key = NodeName.ofLocation(location)
        guard let name = name ?? key else {
            // A workspace: its folder is the key.
            return pin(name: location, version: version, unusable: .local)
        }
        let isLocal = isLink || key == nil
        return pin(name: name, version: version, unusable: isLocal ? .local : judged(source: resolved))
    }

    /// The pin of an entry of `dependencies`, whose version may be a URL or another name.
    func legacyPin() -> Pin? {
        guard let version else { return pin(name: key, version: nil, unusable: judged(source: resolved)) }
        if version.hasPrefix("npm:") {
            let alias = version.dropFirst(4)
            if let at = alias.dropFirst().lastIndex(of: "@") {
                return pin(
                    name: String(alias[..<at]), version: String(alias[alias.index(after: at)...]),
                    unusable: judged(source: resolved))
            }
        }
        guard version.contains(":") || version.contains("/") else {
            return pin(name: key, version: version, unusable: judged(source: resolved))
        }
        var result = pin(name: key, version: nil, unusable: judged(source: version))
        result.url = resolved.flatMap { $0.isEmpty ? nil : $0 } ?? version
        return result
    }

    private func judged(source: String?) -> Pin.Unusable? {
        if isBundled { return .bundled }
        if let source, digests.isEmpty {
            if LockedEntry.isVersionControl(source) { return .versionControl }
            if source.hasPrefix("file:") { return hasIntegrity ? .malformedDigest : .local }
        }
        return LockedEntry.judge(digests, hasUnknown: hasIntegrity)
    }

    private func pin(name: String, version: String?, unusable: Pin.Unusable?) -> Pin {
        Pin(
            ecosystem: .npm, name: name, version: version, digests: digests,
            file: resolved.flatMap { isLink ? nil : LockedEntry.fileName($0) }, url: resolved, line: line,
            path: location, unusable: unusable)
    }
}
