import Bytes
import Inventory

/// What counts of a `package.json`, wherever it stands: in an archive, in a packument, in an index record of npm 6.
struct NpmManifest {
    /// As they stand there.
    let name: String?
    let version: String?
    /// Names of the scripts that an installation runs.
    let hooks: [String]
    /// Names and ranges of what an installation brings along, in one spelling; `nil` where they are written in a way
    /// that registries rewrite.
    let dependencies: [String]?
    /// `_integrity`, which npm 5 and 6 add.
    let digests: [ContentDigest]

    private static let installScripts = ["preinstall", "install", "postinstall"]

    /// Takes a parsed manifest.
    init(_ object: JSONObject) {
        name = object["name"]?.string
        version = object["version"]?.string
        let scripts = object["scripts"]?.object
        hooks = Self.installScripts.filter { !(scripts?[$0]?.string ?? "").isEmpty }
        dependencies = Self.dependencies(object)
        digests = object["_integrity"]?.string.map { DigestText.integrity(Array($0.utf8)[...]).digests } ?? []
    }

    /// Reads the text of a manifest; a byte order mark before it is none of its own.
    init?(_ bytes: [UInt8]) {
        let text = Self.withoutMark(bytes)
        let limits = JSONLimits(size: NpmCacheLimits.manifestSize, values: 200_000, loneSurrogates: .replaced)
        guard let object = (try? JSON.parse(text, limits: limits))?.object else { return nil }
        self.init(object)
    }

    /// The text without a byte order mark before it.
    static func withoutMark(_ bytes: [UInt8]) -> [UInt8] {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        return bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
    }

    /// Optional ones count as well: registries put them into both tables.
    private static func dependencies(_ object: JSONObject) -> [String]? {
        var wanted: Set<String> = []
        for table in ["dependencies", "optionalDependencies"] {
            guard let value = object[table], value != .null else { continue }
            guard let members = value.object?.members else { return nil }
            for member in members { wanted.insert(member.key + " " + range(member.value.string ?? "")) }
        }
        return wanted.sorted()
    }

    /// Addresses of repositories are rewritten when a package is published; of those only the name is compared.
    private static func range(_ text: String) -> String {
        let bytes = Blank.trimmedAsJavaScript(Array(text.utf8)[...])
        let isAddress = bytes.contains { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":") }
        let isAny = bytes.elementsEqual("*".utf8)
        return isAddress || isAny ? "" : String(decoding: bytes, as: UTF8.self)
    }

    /// Whether this is that version: npm strips what stands before it and its build.
    func isVersion(_ text: String) -> Bool { Self.isSame(version ?? "", text) }

    /// Whether this is that name. Old packages have capital letters, and some registries make them small.
    func isName(_ text: String) -> Bool {
        (name ?? "").utf8.map(\.asciiLowercased) == text.utf8.map(\.asciiLowercased)
    }

    /// Whether npm takes two texts for one version.
    static func isSame(_ one: String, _ other: String) -> Bool {
        if one.hasSameBytes(as: other) { return true }
        guard let left = NodeVersion(one, mode: .loose), let right = NodeVersion(other, mode: .loose) else {
            return false
        }
        return left == right
    }
}
