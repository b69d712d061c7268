import Hashing
import Inventory

/// How Yarn (2 and later) calls the archive that it makes of a package, in the cache that all projects share.
///
/// ```
///   @types/node @ npm:20.1.0                what a lockfile resolves
///   @types-node-npm-20.1.0-0a1b2c3d4e-10c0.zip
///               │   │      │          └ form of the archives: Yarn's own number and how they are compressed
///               │   │      └ SHA-512 of (SHA-512 of scope and name) and what stands behind the @
///               └ protocol, and the version where it is one
/// ```
/// Archives of one name and one form have the same bytes wherever they are made.
struct BerryArchiveName {
    /// The whole name.
    let text: String

    private static let formLength = 10
    private static let hashLength = 10

    /// `nil` where the form is none.
    init?(_ name: String, reference: String, form: String) {
        let isForm = form.utf8.allSatisfy { NpmCachePath.isLowerHex($0) }
        guard isForm, form.utf8.count < Self.formLength, form.utf8.first?.isASCIIDigit ?? false,
            let hash = Self.hash(name, reference)
        else { return nil }
        text = Self.slug(of: name) + "-" + Self.shown(reference) + "-" + hash + "-" + form + ".zip"
    }

    /// A name without its slash.
    static func slug(of name: String) -> String {
        String(decoding: name.utf8.map { $0 == UInt8(ascii: "/") ? UInt8(ascii: "-") : $0 }, as: UTF8.self)
    }

    /// `npm-20.1.0`, `patch`, `exotic`.
    private static func shown(_ reference: String) -> String {
        let bytes = Array(reference.utf8)
        guard let end = bytes.firstIndex(where: { [UInt8(ascii: ":"), UInt8(ascii: "#")].contains($0) }),
            bytes[end] == UInt8(ascii: ":")
        else { return "exotic" }
        let scheme = String(decoding: bytes[..<end], as: UTF8.self)
        var selector = bytes[(end + 1)...].prefix { $0 != UInt8(ascii: "#") }
        if let parameters = selector.firstRange(of: Array("::".utf8)) { selector = selector[..<parameters.lowerBound] }
        let version = String(decoding: selector, as: UTF8.self)
        guard NodeVersion(version) != nil else { return scheme }
        return scheme + "-" + withoutBuild(version)
    }

    /// A version without what stands behind a plus.
    static func withoutBuild(_ version: String) -> String {
        String(decoding: version.utf8.prefix { $0 != UInt8(ascii: "+") }, as: UTF8.self)
    }

    private static func hash(_ name: String, _ reference: String) -> String? {
        // Scope and name stand together, without what marks the one and parts the other.
        var ident = Array(name.utf8)
        if ident.first == UInt8(ascii: "@"), let slash = ident.firstIndex(of: UInt8(ascii: "/")) {
            ident.remove(at: slash)
            ident.removeFirst()
        }
        return hex(ident).flatMap { hex(Array($0.utf8) + Array(reference.utf8)) }.map { String($0.prefix(hashLength)) }
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String? {
        do throws(HashError) {
            var digest = try RunningDigest(.sha512)
            try digest.update(Array(bytes).span)
            return ContentDigest(.sha512, try digest.finish())?.hex
        } catch {
            return nil
        }
    }
}
