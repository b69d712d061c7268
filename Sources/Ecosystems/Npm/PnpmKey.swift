/// The key of a package in a lockfile of pnpm, taken apart.
///
/// ```
///   /@scope/name/1.0.0_react@18.2.0             era 5
///   /@scope/name@1.0.0(react@18.2.0)            era 6
///   @scope/name@1.0.0                           era 9
///   name@https://host/archive.tgz               a reference that is no version
/// ```
struct PnpmKey {
    /// How keys are written.
    enum Era {
        /// Lockfile version 5.
        case slashes
        /// Lockfile versions 6 to 8.
        case slashAndAt
        /// Lockfile version 9.
        case bare

        /// Of the version that a lockfile names; `nil` for one that is not known.
        init?(lockfileVersion: String?) {
            switch lockfileVersion?.prefix(while: { $0 != "." && $0 != "-" }) {
            case "5"?: self = .slashes
            case "6"?, "7"?, "8"?: self = .slashAndAt
            case "9"?: self = .bare
            default: return nil
            }
        }
    }

    /// `nil` where the key has none.
    let name: String?
    /// `nil` where the reference is no version.
    let version: String?
    /// What stands behind the name, without peers.
    let reference: String

    /// Takes a key apart.
    init(_ key: String, _ era: Era) {
        let bytes = Array(key.utf8)[...]
        let parts =
            switch era {
            case .slashes: Self.slashes(bytes)
            case .slashAndAt: Self.slashAndAt(bytes)
            case .bare: Self.bare(bytes)
            }
        self = parts ?? PnpmKey(name: nil, reference: Self.withoutPeers(bytes))
    }

    private init(name: ArraySlice<UInt8>?, reference: ArraySlice<UInt8>) {
        self.name = name.flatMap { $0.isEmpty ? nil : String(decoding: $0, as: UTF8.self) }
        self.reference = String(decoding: reference, as: UTF8.self)
        version = Self.version(self.reference)
    }

    /// `name@reference(peers)`: the name may begin with an at sign.
    private static func bare(_ bytes: ArraySlice<UInt8>) -> PnpmKey? {
        guard let at = bytes.dropFirst().firstIndex(of: UInt8(ascii: "@")), at + 1 < bytes.endIndex else { return nil }
        return PnpmKey(name: bytes[..<at], reference: withoutPeers(bytes[(at + 1)...]))
    }

    /// `/name@version(peers)`, or `host/name@version(peers)`; what is of no registry has another form.
    private static func slashAndAt(_ bytes: ArraySlice<UInt8>) -> PnpmKey? {
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")), let parts = bare(bytes[(slash + 1)...]),
            let name = parts.name, parts.version != nil
        else { return nil }
        let slashes = name.utf8.count { $0 == UInt8(ascii: "/") }
        return slashes == (name.hasPrefix("@") ? 1 : 0) ? parts : nil
    }

    /// `/name/version_peers`, or `host/name/version_peers`; what is of no registry has another form.
    private static func slashes(_ bytes: ArraySlice<UInt8>) -> PnpmKey? {
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        let rest = bytes[(slash + 1)...]
        var end = rest.firstIndex(of: UInt8(ascii: "/"))
        if rest.first == UInt8(ascii: "@"), let first = end {
            end = rest[(first + 1)...].firstIndex(of: UInt8(ascii: "/"))
        }
        guard let end else { return nil }
        let version = rest[(end + 1)...].prefix { $0 != UInt8(ascii: "_") }
        let parts = PnpmKey(name: rest[..<end], reference: version)
        return parts.version == nil ? nil : parts
    }

    /// Takes off all pairs of brackets at the end, with what is in them.
    private static func withoutPeers(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard bytes.last == UInt8(ascii: ")") else { return bytes }
        var open = 0
        for index in bytes.indices.reversed() {
            switch bytes[index] {
            case UInt8(ascii: ")"): open += 1
            case UInt8(ascii: "("): open -= 1
            case _ where open == 0: return bytes[...index]
            default: break
            }
        }
        return bytes
    }

    /// Words before a colon that say of what kind a reference is; others are names of registries.
    private static let kinds: Set<String> = [
        "bitbucket", "catalog", "custom", "file", "git", "github", "gitlab", "http", "https", "jsr", "link", "npm",
        "runtime", "ssh", "workspace",
    ]

    /// The version that a reference is: `1.0.0`, or `registry:1.0.0`.
    private static func version(_ reference: String) -> String? {
        if NodeVersion(reference) != nil { return reference }
        guard let colon = reference.firstIndex(of: ":"), colon > reference.startIndex else { return nil }
        let rest = String(reference[reference.index(after: colon)...])
        return kinds.contains(String(reference[..<colon])) || NodeVersion(rest) == nil ? nil : rest
    }
}
