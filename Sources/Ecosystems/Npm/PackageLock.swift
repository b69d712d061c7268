package import Bytes
package import Inventory

/// Reads `package-lock.json` and `npm-shrinkwrap.json`, lockfile versions 1 to 3.
///
/// ```
///   {"lockfileVersion": 3,
///    "packages": {                                      version 2 and 3
///      "": {…},                                         the project
///      "node_modules/a": {"version", "resolved", "integrity", "name"?, "link"?, "inBundle"?},
///      "node_modules/a/node_modules/b": {…}},
///    "dependencies": {                                  version 1; of version 2 a copy that npm 7 and later ignore
///      "a": {"version", "resolved", "integrity", "bundled"?, "dependencies": {…}}}}
/// ```
///
/// Goes through the document once and keeps only what makes a pin.
package enum PackageLock {
    /// Entries of the largest lockfile that is read.
    package static let entryLimit = 1_000_000

    private static let packages: JSONName = "packages"
    private static let dependencies: JSONName = "dependencies"
    private static let lockfileVersion: JSONName = "lockfileVersion"

    /// Reads a whole lockfile.
    package static func read(_ bytes: Span<UInt8>, limits: JSONLimits = .standard) throws(ParseError) -> PinList {
        // npm takes a byte order mark for nothing.
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.begins(with: mark) ? bytes.extracting(mark.count...) : bytes
        var scanner = try JSONScanner(text, limits: limits)
        guard try scanner.next() == .beginObject else {
            throw ParseError(format: "package-lock.json", reason: "found no object", offset: 0)
        }
        var notes: [PinList.Note] = []
        var modern: PackageLockEntries?
        var legacy: PackageLockEntries?
        var version: Int64?
        while try scanner.next() == .key {
            if scanner.tokenIs(packages) {
                noteSecond("packages", modern != nil, &notes)
                modern = try PackageLockEntries.packages(&scanner)
            } else if scanner.tokenIs(dependencies) {
                noteSecond("dependencies", legacy != nil, &notes)
                legacy = try PackageLockEntries.dependencies(&scanner)
            } else if scanner.tokenIs(lockfileVersion) {
                noteSecond("lockfileVersion", version != nil, &notes)
                version = try scanner.next() == .number ? scanner.integer() : nil
                if version == nil { try skipRest(&scanner) }
            } else {
                try scanner.skipValue()
            }
        }
        guard try scanner.next() == .end else {
            throw ParseError(format: "package-lock.json", reason: "found more than one value", offset: scanner.offset)
        }
        if let version, !(1...3).contains(version) {
            notes.append(PinList.Note(.unknownFormat, line: 1, detail: "lockfileVersion \(version)"))
        }
        let entries = modern ?? legacy ?? PackageLockEntries()
        return PinList(pins: entries.pins, notes: notes + entries.notes)
    }

    /// Goes to the end of an object or array that was opened where a number should stand.
    private static func skipRest(_ scanner: inout JSONScanner) throws(ParseError) {
        while scanner.depth > 1 { _ = try scanner.next() }
    }

    private static func noteSecond(_ key: String, _ isSecond: Bool, _ notes: inout [PinList.Note]) {
        if isSecond { notes.append(PinList.Note(.duplicateKey, line: 1, detail: key)) }
    }
}
