package import Bytes
package import Inventory

/// Reads `Cargo.lock` of all four formats.
///
/// ```
///   version = 4                                  3 and 4; missing in 1 and 2
///   [[package]]
///   name = "itoa"
///   version = "1.0.11"
///   source = "registry+https://…"                or sparse+…, git+…; missing for the project's own
///   checksum = "<sha256 of the .crate>"          2 and later
///   [metadata]
///   "checksum itoa 1.0.11 (registry+https://…)" = "<the same>"        1
/// ```
package enum CargoLock {
    /// Formats that are known.
    private static let versions: ClosedRange<Int64> = 1...4

    /// Reads a whole lockfile.
    package static func read(_ bytes: Span<UInt8>) throws(ParseError) -> PinList {
        let document = try TOML.parse(bytes)
        var list = PinList()
        if let version = document["version"], !(version.integer.map(versions.contains) ?? false) {
            list.notes.append(
                PinList.Note(.unknownFormat, line: version.line, detail: version.integer.map(String.init) ?? ""))
        }
        let sums = sums(document["metadata"]?.table)
        var packages = document["package"]?.array ?? []
        // The project's own package stood apart in the first months.
        if let root = document["root"], root.table != nil { packages.append(root) }
        for item in packages {
            guard let package = item.table, let name = package["name"]?.string,
                let version = package["version"]?.string
            else {
                list.notes.append(
                    PinList.Note(.malformed, line: item.line, detail: "a package without a name or a version"))
                continue
            }
            list.pins.append(pin(name, version, package, sums, line: item.line))
        }
        return list
    }

    /// Checksums of the first format, by what is between `checksum` and the end of the key.
    private static func sums(_ metadata: TOMLTable?) -> [[UInt8]: String] {
        var result: [[UInt8]: String] = [:]
        let mark = Array("checksum ".utf8)
        for entry in metadata?.entries ?? [] {
            let key = Array(entry.key.utf8)
            guard key.starts(with: mark), let text = entry.item.string else { continue }
            result[Array(key.dropFirst(mark.count))] = text
        }
        return result
    }

    private static func pin(
        _ name: String, _ version: String, _ package: TOMLTable, _ sums: [[UInt8]: String], line: Int
    ) -> Pin {
        let source = package["source"]?.string
        var text = package["checksum"]?.string
        if text == nil, let source { text = sums[Array("\(name) \(version) (\(source))".utf8)] }
        // What the first format wrote of a package without one.
        if text == "<none>" { text = nil }
        let digest = text.flatMap { DigestText.hex(.sha256, $0) }
        let unusable: Pin.Unusable? =
            switch (digest, source) {
            case (.some, _): nil
            case (nil, nil): .local
            case (nil, let source?) where source.hasPrefix("git+"): .versionControl
            case (nil, _): text == nil ? .noDigest : .malformedDigest
            }
        let file = CrateName(name: name, version: version).file
        return Pin(
            ecosystem: .cargo, name: name, version: version, digests: [digest].compactMap(\.self),
            // A name with a slash is no file's.
            file: file.utf8.contains(UInt8(ascii: "/")) ? nil : file,
            url: source.flatMap(CargoRegistry.address(ofSource:)), line: line, unusable: unusable)
    }
}
