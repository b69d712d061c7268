import Audit
import Ecosystems
package import Inventory

/// A package, and which of its versions.
///
/// ```
///  pkg:npm/%40types/node@20.1.0        one version
///  pkg:pypi/idna@>=3.6,<3.8            all that every comparison holds of: = != < <= > >=
///  pkg:maven/org.slf4j/slf4j-api       all versions
/// ```
///
/// Names are compared as the ecosystem compares them, and versions in its own order.
package struct PackagePattern: Sendable, Equatable {
    /// One comparison of a range.
    struct Comparison: Sendable, Equatable {
        var sign: String
        var version: String
    }

    /// Bytes of one pattern, and comparisons in it.
    private static let bytesMax = 4096
    private static let comparisonsMax = 32
    // Longer signs first: `<=` begins with `<`.
    private static let signs = ["!=", "<=", ">=", "==", "=", "<", ">"]

    package let ecosystem: Ecosystem
    package let name: String
    let comparisons: [Comparison]
    /// As it was typed.
    package let description: String

    /// Understands a pattern; `nil` where it is none.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.bytesMax, let text = ByteString(bytes).utf8Text, text.hasPrefix("pkg:") else {
            return nil
        }
        let rest = text.dropFirst("pkg:".count)
        guard let slash = rest.firstIndex(of: "/") else { return nil }
        let types: [String: Ecosystem] = ["pypi": .pip, "npm": .npm, "maven": .maven]
        guard let ecosystem = types[rest[..<slash].lowercased()] else { return nil }
        // Qualifiers say which file of a version is meant; a purge takes them all.
        let body = rest[rest.index(after: slash)...].prefix { $0 != "?" && $0 != "#" }
        // The first sign that is not that of a scope ends the name.
        let mark = body.dropFirst().firstIndex(of: "@")
        guard let name = Self.name(body[..<(mark ?? body.endIndex)], of: ecosystem) else { return nil }
        self.ecosystem = ecosystem
        self.name = name
        description = text
        guard let mark else {
            comparisons = []
            return
        }
        guard let decoded = Self.decoded(body[body.index(after: mark)...]) else { return nil }
        var comparisons: [Comparison] = []
        for part in decoded.split(separator: ",", omittingEmptySubsequences: false) {
            let sign = Self.signs.first { part.hasPrefix($0) }
            let version = Self.whole(String(part.dropFirst(sign?.count ?? 0)), ecosystem)
            guard !version.isEmpty, comparisons.count < Self.comparisonsMax else { return nil }
            // A version that its own ecosystem cannot order would compare with nothing.
            let isOrdered = PackageFacts.ofEcosystems.compare(ecosystem, version, version) != nil
            guard isOrdered || sign == nil || sign == "=" else { return nil }
            comparisons.append(Comparison(sign: sign ?? "=", version: version))
        }
        self.comparisons = comparisons
    }

    /// Whether a version of a package is meant. A version that cannot be ordered is only equal to itself.
    package func takes(_ ecosystem: Ecosystem, name: String, version: String) -> Bool {
        guard ecosystem == self.ecosystem, name == self.name else { return false }
        return comparisons.allSatisfy { comparison in
            let order = PackageFacts.ofEcosystems.compare(ecosystem, version, comparison.version)
            switch comparison.sign {
            case "=", "==": return order.map { $0 == 0 } ?? (version == comparison.version)
            case "!=": return order.map { $0 != 0 } ?? (version != comparison.version)
            case "<": return order.map { $0 < 0 } ?? false
            case "<=": return order.map { $0 <= 0 } ?? false
            case ">": return order.map { $0 > 0 } ?? false
            default: return order.map { $0 >= 0 } ?? false
            }
        }
    }

    // MARK: Parts

    /// A version of npm has three numbers; `<1.1` means `<1.1.0` as in npm's own ranges.
    private static func whole(_ version: String, _ ecosystem: Ecosystem) -> String {
        let numbers = version.split(separator: ".", omittingEmptySubsequences: false)
        guard ecosystem == .npm, numbers.count < 3,
            numbers.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } })
        else { return version }
        return version + String(repeating: ".0", count: 3 - numbers.count)
    }

    private static func name(_ text: Substring, of ecosystem: Ecosystem) -> String? {
        var parts: [String] = []
        for part in text.split(separator: "/", omittingEmptySubsequences: false) {
            guard let decoded = decoded(part), !decoded.isEmpty else { return nil }
            parts.append(decoded)
        }
        switch ecosystem {
        case .pip: return parts.count == 1 ? PythonName.normalized(parts[0]) : nil
        case .npm: return parts.count == 1 || (parts.count == 2 && parts[0].hasPrefix("@")) ? joined(parts, "/") : nil
        case .maven: return parts.count == 2 ? joined(parts, ":") : nil
        }
    }

    private static func joined(_ parts: [String], _ separator: String) -> String {
        parts.joined(separator: separator)
    }

    /// Takes `%XX` back.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return ByteString(bytes).utf8Text
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.flatMap { UInt8(exactly: $0) }
    }
}
