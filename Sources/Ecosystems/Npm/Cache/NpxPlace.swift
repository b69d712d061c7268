import Bytes

/// What a file or link below a folder of `npx` belongs to, told from its path.
///
/// ```
///   node_modules/a/lib/x.js                       package   node_modules/a
///   node_modules/a/node_modules/@s/b/y.js         package   node_modules/a/node_modules/@s/b
///   node_modules/a.js                             package   node_modules/a.js: a program finds it by that name, too
///   node_modules/.bin/a                           command   a
///   package.json   node_modules/.package-lock.json          own
/// ```
enum NpxPlace: Equatable {
    /// Of a package; `inner` is its path there, empty for a file in a package's place.
    case package(location: [UInt8], inner: [UInt8])
    /// In the folder of commands of a folder `node_modules`, which is `above`.
    case command(above: [UInt8], name: [UInt8])
    /// The client's own.
    case own

    private static let modules = Array("node_modules".utf8)
    private static let commands = Array(".bin".utf8)
    private static let slash = UInt8(ascii: "/")

    /// Judges a path relative to the folder.
    init(_ path: [UInt8]) {
        let parts = path.split(separator: Self.slash, omittingEmptySubsequences: false)
        var at = 0
        while at + 1 < parts.count, parts[at].elementsEqual(Self.modules) {
            if parts[at + 1].elementsEqual(Self.commands) {
                self = .command(
                    above: Self.joined(parts[...at]), name: Self.joined(parts[(at + 2)...]))
                return
            }
            // Names of packages do not begin like that.
            if parts[at + 1].first == UInt8(ascii: ".") { break }
            let isScoped = parts[at + 1].first == UInt8(ascii: "@") && at + 2 < parts.count
            at += isScoped ? 3 : 2
        }
        guard at > 0, at >= parts.count || !parts[at].elementsEqual(Self.modules) else {
            self = .own
            return
        }
        self = .package(location: Self.joined(parts[..<at]), inner: Self.joined(parts[min(at, parts.count)...]))
    }

    private static func joined(_ parts: ArraySlice<ArraySlice<UInt8>>) -> [UInt8] {
        Array(parts.joined(separator: [slash]))
    }
}
