package import Inventory

/// The name of a package that all tools share (purl).
///
/// ```
///   pkg:npm/%40types/node@20.1.0
///   pkg:maven/org.slf4j/slf4j-api@2.0.9?classifier=sources
///   pkg:golang/golang.org/x/text@v0.3.0
///       type  namespace name      version qualifiers, by name
/// ```
package struct PackageURL: Hashable, Sendable, CustomStringConvertible {
    /// The whole text.
    package let description: String

    /// Of a name as `Pin` has it; `version` may be left out.
    package init(_ ecosystem: Ecosystem, name: String, version: String?, qualifiers: [String: String] = [:]) {
        var text = "pkg:"
        switch ecosystem {
        case .pip:
            text += "pypi/" + Self.encoded(name)
        case .npm:
            text += "npm/" + name.split(separator: "/").map { Self.encoded(String($0)) }.joined(separator: "/")
        case .maven:
            text += "maven/" + name.split(separator: ":").map { Self.encoded(String($0)) }.joined(separator: "/")
        case .cargo:
            text += "cargo/" + Self.encoded(name)
        case .go:
            // Small and capital letters are two modules to Go, so they stay.
            text += "golang/" + name.split(separator: "/").map { Self.encoded(String($0)) }.joined(separator: "/")
        }
        if let version, !version.isEmpty { text += "@" + Self.encoded(version) }
        var separator = "?"
        for (key, value) in qualifiers.sorted(by: { $0.key < $1.key }) where !value.isEmpty {
            text += separator + key + "=" + Self.encoded(value)
            separator = "&"
        }
        description = text
    }

    /// Escapes everything but letters, digits and `.-_~:`.
    private static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case _ where byte.isASCIIAlphanumeric: bytes.append(byte)
            case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ":"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
