package import Bytes
package import Inventory

/// Reads `pylock.toml` (PEP 751).
///
/// ```
///   lock-version = "1.0"
///   [[packages]]
///   name = "idna"
///   version = "3.6"
///   sdist = {name = "…", url = "…", hashes = {sha256 = "…"}}
///   wheels = [{name = "…", url = "…", hashes = {sha256 = "…"}}]
///   archive = {url = "…", hashes = {…}}      instead; or vcs, or directory
/// ```
package enum PyLock {
    /// Reads a whole lockfile.
    package static func read(_ bytes: Span<UInt8>) throws(ParseError) -> PinList {
        let document = try TOML.parse(bytes)
        var list = PinList()
        if let version = document["lock-version"], version.string?.hasPrefix("1.") != true {
            list.notes.append(PinList.Note(.unknownFormat, line: version.line, detail: version.string ?? ""))
        }
        for item in document["packages"]?.array ?? [] {
            guard let package = item.table, let name = package["name"]?.string else {
                list.notes.append(PythonLockTables.nameless(item))
                continue
            }
            var files = package["wheels"]?.array ?? []
            for key in ["sdist", "archive"] {
                if let file = package[key] { files.append(file) }
            }
            var source: Pin.Unusable?
            if package["vcs"] != nil { source = .versionControl }
            if package["directory"] != nil { source = .local }
            list.pins += PythonLockTables.pins(
                name: name, version: package["version"]?.string, files: files, line: item.line, source: source,
                digest: PythonLockTables.table)
        }
        return list
    }
}
