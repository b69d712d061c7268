/// A version of a module, as Go's folders name it.
///
/// ```
///   github.com/!burnt!sushi/toml@v1.2.0      a capital letter is written small, behind an exclamation mark
/// ```
struct GoRelease: Hashable {
    let module: String
    let version: String

    /// A release by its two parts.
    init(module: String, version: String) {
        self.module = module
        self.version = version
    }

    /// Takes the escaped forms; `nil` where Go would not write them.
    init?(escapedModule module: some Collection<UInt8>, version: some Collection<UInt8>) {
        guard let module = Self.module(escaped: module), let version = Self.unescaped(version),
            GoVersion(version) != nil
        else { return nil }
        self.init(module: module, version: version)
    }

    /// Name of its archive, as a server of modules has it.
    var file: String { version + ".zip" }

    /// Name of its list of what it needs.
    var modFile: String { version + ".mod" }

    /// What every name in its archive begins with.
    var prefix: [UInt8] { Array((module + "@" + version + "/").utf8) }

    /// The path of a module; `nil` where it is none.
    static func module(escaped: some Collection<UInt8>) -> String? {
        guard let path = unescaped(escaped) else { return nil }
        let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let dot = UInt8(ascii: ".")
        for part in parts {
            guard !part.isEmpty, part.first != dot, part.last != dot, part.allSatisfy(isInPath) else { return nil }
        }
        return path
    }

    /// Text without its exclamation marks; `nil` where it holds what no escape leaves.
    static func unescaped(_ bytes: some Collection<UInt8>) -> String? {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var isEscaped = false
        for byte in bytes {
            if byte == UInt8(ascii: "!"), !isEscaped {
                isEscaped = true
                continue
            }
            let isSmall = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
            let isCapital = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
            guard byte > 0x20, byte < 0x7F, !isCapital, isSmall || !isEscaped else { return nil }
            result.append(isEscaped ? byte & 0xDF : byte)
            isEscaped = false
        }
        return isEscaped || result.isEmpty ? nil : String(decoding: result, as: UTF8.self)
    }

    private static func isInPath(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || "-._~".utf8.contains(byte)
    }
}
