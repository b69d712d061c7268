package import Bytes
package import Inventory

/// Reads `poetry.lock` of all eras, and `pdm.lock`, which has the same form.
///
/// ```
///   [[package]]                            [metadata.files]                      lock-version 1.0, 1.1
///   name = "idna"                          idna = [{file = "…", hash = "sha256:…"}]
///   version = "3.6"
///   files = [{file = "…", hash = "…"}]     [metadata.hashes]                     before 1.0
///   [package.source]                       idna = ["<sha256 hex>", …]
///   type = "git"
/// ```
package enum PoetryLock {
    /// Reads a whole lockfile.
    package static func read(_ bytes: Span<UInt8>) throws(ParseError) -> PinList {
        let document = try TOML.parse(bytes)
        var list = PinList()
        let metadata = document["metadata"]?.table
        let files = named(metadata?["files"]?.table)
        let hashes = named(metadata?["hashes"]?.table)
        for item in document["package"]?.array ?? [] {
            guard let package = item.table, let name = package["name"]?.string else {
                list.notes.append(PythonLockTables.nameless(item))
                continue
            }
            let version = package["version"]?.string
            let own = package["files"]?.array ?? []
            let key = Array(PythonName.normalized(name).utf8)
            if own.isEmpty, files[key] == nil, let digests = hashes[key] {
                list.pins.append(bare(name, version, digests, line: item.line))
                continue
            }
            list.pins += PythonLockTables.pins(
                name: name, version: version, files: own.isEmpty ? files[key] ?? [] : own, line: item.line,
                source: source(package), digest: PythonLockTables.labelled)
        }
        noteVersion(metadata, &list)
        return list
    }

    private static func noteVersion(_ metadata: TOMLTable?, _ list: inout PinList) {
        guard let item = metadata?["lock-version"] ?? metadata?["lock_version"], let version = item.string else {
            return
        }
        let major = version.split(separator: ".").first ?? ""
        // Poetry counts 1 and 2, PDM 3 and 4.
        if !["1", "2", "3", "4"].contains(major) {
            list.notes.append(PinList.Note(.unknownFormat, line: item.line, detail: version))
        }
    }

    /// Arrays by the normalised form of their key, as bytes.
    private static func named(_ table: TOMLTable?) -> [[UInt8]: [TOMLItem]] {
        var result: [[UInt8]: [TOMLItem]] = [:]
        for entry in table?.entries ?? [] {
            // PDM writes "name version" before lock version 4.
            let name = entry.key.split(separator: " ").first.map(String.init) ?? entry.key
            result[Array(PythonName.normalized(name).utf8), default: []] += entry.item.array ?? []
        }
        return result
    }

    private static func bare(_ name: String, _ version: String?, _ items: [TOMLItem], line: Int) -> Pin {
        let digests = items.compactMap { $0.string.flatMap { DigestText.hex(.sha256, $0) } }
        return Pin(
            ecosystem: .pip, name: PythonName.normalized(name), version: version, digests: digests, line: line,
            unusable: LockedEntry.judge(digests, hasUnknown: digests.count < items.count))
    }

    /// Why a package may have no digests.
    private static func source(_ package: TOMLTable) -> Pin.Unusable? {
        // PDM has these keys in the package itself.
        if package["git"] != nil || package["hg"] != nil || package["svn"] != nil { return .versionControl }
        if package["path"] != nil { return .local }
        switch package["source"]?.table?["type"]?.string {
        case "git"?: return .versionControl
        case "directory"?, "file"?: return .local
        default: return nil
        }
    }
}
