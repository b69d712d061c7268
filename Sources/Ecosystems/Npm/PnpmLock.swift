package import Bytes
package import Inventory
internal import Markup

/// Reads `pnpm-lock.yaml`, lockfile versions 5 to 9.
///
/// ```
///   lockfileVersion: '9.0'
///   packages:
///     react-dom@18.2.0:                      9     name@version
///     /react-dom@18.2.0(react@18.2.0):       6     a slash before it, the peers it was resolved with behind it
///     /react-dom/18.2.0_react@18.2.0:        5     name/version_peers
///       resolution: {integrity: sha512-…, tarball: https://…}
///       name: …                              where the key does not tell
///       version: …
///   snapshots: …                             9     who depends on whom: pins nothing
/// ```
///
/// A resolution may also be of `type` `git` or `directory`, or `variations`: one archive of a runtime for each
/// platform. A file that begins with `---` may hold a document before the project's own, with pnpm itself and what
/// configures it; both are read.
///
/// Goes through the document once and keeps only what makes a pin. Aliases are refused: pnpm writes none, and with them
/// a short file stands for a long one.
package enum PnpmLock {
    static let format = "pnpm-lock.yaml"
    /// Entries of the largest lockfile that is read.
    package static let entryLimit = 1_000_000
    /// Documents in one file.
    static let documentLimit = 2

    private static let limits = YAMLLimits(nesting: 32, scalar: 1 << 20, aliases: 0)

    /// Reads a whole lockfile.
    package static func read(_ bytes: Span<UInt8>) throws(ParseError) -> PinList {
        guard bytes.count <= limits.size else {
            throw ParseError(format: format, reason: "the file has more than \(limits.size) bytes", offset: 0)
        }
        var document: [UInt8] = []
        document.reserveCapacity(bytes.count)
        for index in 0..<bytes.count { document.append(bytes[index]) }
        var walk = PnpmLockWalk()
        var list = PinList()
        var documents = 0
        do throws(MarkupError) {
            var reader = try YAMLReader(document, limits: limits)
            while let event = try reader.next() {
                if event.kind == .beginDocument { documents += 1 }
                guard documents <= documentLimit else {
                    throw MarkupError(
                        .refused, format: format, reason: "found a third document", offset: 0, position: event.position)
                }
                try walk.take(event)
                if event.kind == .endDocument { walk.finish(into: &list) }
            }
        } catch {
            throw error.error
        }
        guard documents > 0 else { throw ParseError(format: format, reason: "found no document", offset: 0) }
        return list
    }
}
