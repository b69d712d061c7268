package import Bytes
package import Inventory

/// Reads `uv.lock`.
///
/// ```
///   version = 1
///   [[package]]
///   name = "idna"
///   version = "3.6"
///   source = {registry = "https://…"}        or git, url, path, directory, editable, virtual
///   sdist = {url = "…", hash = "sha256:…", size = 1}
///   wheels = [{url = "…", hash = "sha256:…"}]
/// ```
package enum UVLock {
    /// Reads a whole lockfile.
    package static func read(_ bytes: Span<UInt8>) throws(ParseError) -> PinList {
        let document = try TOML.parse(bytes)
        var list = PinList()
        if let version = document["version"], version.integer != 1 {
            list.notes.append(
                PinList.Note(.unknownFormat, line: version.line, detail: version.integer.map(String.init) ?? ""))
        }
        for item in document["package"]?.array ?? document["distribution"]?.array ?? [] {
            guard let package = item.table, let name = package["name"]?.string else {
                list.notes.append(PythonLockTables.nameless(item))
                continue
            }
            let source = package["source"]?.table
            var files = package["wheels"]?.array ?? package["wheel"]?.array ?? []
            if let sdist = package["sdist"] { files.insert(sdist, at: 0) }
            var pins = PythonLockTables.pins(
                name: name, version: package["version"]?.string, files: files, line: item.line,
                source: unusable(source), digest: PythonLockTables.labelled)
            // A file that is named by its source alone.
            if let url = source?["url"]?.string {
                for index in pins.indices where pins[index].url == nil {
                    pins[index].url = url
                    if pins[index].file == nil { pins[index].file = LockedEntry.fileName(url) }
                }
            }
            list.pins += pins
        }
        return list
    }

    private static func unusable(_ source: TOMLTable?) -> Pin.Unusable? {
        guard let source else { return nil }
        if source["git"] != nil { return .versionControl }
        let isLocal = ["path", "directory", "editable", "virtual"].contains { source[$0] != nil }
        return isLocal ? .local : nil
    }
}
