import Bytes
import Inflate
import Inventory

/// A wheel, known by what is in it.
///
/// ```
///   six.py
///   six-1.16.0.dist-info/METADATA     Name: six   Version: 1.16.0
///                       /WHEEL        Build: 1    Tag: py2-none-any   Tag: py3-none-any
///                       /RECORD       six.py,sha256=…,34549
/// ```
/// Made from the end of the file: the directory, and the few small files named here.
struct WheelArchive {
    let source: ByteSource
    let directory: ZipDirectory
    /// The one folder that describes the wheel.
    let info: [UInt8]
    /// As in `METADATA`; normalised.
    var name = ""
    var version = ""
    /// The name that its tags give it.
    var file = ""
    var metadata: [UInt8] = []
    var record: [UInt8] = []
    /// Why what describes it cannot be read, where that is so: pip may know a compression that is not read here. Then
    /// only its folder and the names of its files are known.
    private(set) var unreadable: ArchiveError?
    /// Folders that could each describe it: more than one is for different readers.
    var infoCount = 0

    /// Entries of one wheel.
    static let entryLimit = 200_000
    /// Bytes of its directory.
    static let directoryLimit = 64 << 20
    /// Bytes of `METADATA`, `WHEEL` or a startup file.
    static let textLimit = 4 << 20
    /// Bytes of `RECORD`.
    static let recordLimit = 64 << 20

    /// Opens a wheel; `nil` for another zip file. `checksEntries` compares each entry with its local header.
    init?(_ source: ByteSource, checksEntries: Bool) throws(ArchiveError) {
        self.source = source
        directory = try Self.directory(of: source, checksEntries: checksEntries)
        let folders = Self.infoFolders(in: directory)
        guard let first = folders.first else { return nil }
        info = first
        infoCount = folders.count
        metadata = text("METADATA", limit: Self.textLimit)
        record = text("RECORD", limit: Self.recordLimit)
        let headers = PackageHeaders(metadata)
        name = PythonName.normalized(headers.first("name") ?? folderName.name)
        version = headers.first("version") ?? folderName.version
        file = rebuiltName(PackageHeaders(text("WHEEL", limit: Self.textLimit)))
    }

    private static func directory(of source: ByteSource, checksEntries: Bool) throws(ArchiveError) -> ZipDirectory {
        try ZipDirectory(
            source,
            limits: ZipLimits(
                directory: directoryLimit, entries: entryLimit, oddities: 100, checksEntries: checksEntries))
    }

    /// Folders that may describe the wheel, in their order.
    private static func infoFolders(in directory: ZipDirectory) -> [[UInt8]] {
        var folders: Set<[UInt8]> = []
        for entry in directory.entries {
            guard let slash = entry.name.firstIndex(of: UInt8(ascii: "/")) else { continue }
            if entry.name[..<slash].suffix(10).elementsEqual(".dist-info".utf8) {
                folders.insert(Array(entry.name[..<slash]))
            }
        }
        return folders.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Name and version of the folder.
    var folderName: (name: String, version: String) {
        let stem = info.dropLast(10)
        guard let hyphen = stem.firstIndex(of: UInt8(ascii: "-")) else {
            return (String(decoding: stem, as: UTF8.self), "")
        }
        return (
            String(decoding: stem[..<hyphen], as: UTF8.self), String(decoding: stem[(hyphen + 1)...], as: UTF8.self)
        )
    }

    /// Whether the folder and `METADATA` speak of one release.
    var isCoherent: Bool {
        let folder = folderName
        guard PythonName.normalized(folder.name) == name else { return false }
        guard let left = PythonVersion(folder.version), let right = PythonVersion(version) else {
            return folder.version.hasSameBytes(as: version)
        }
        return left == right
    }

    /// The content of a file in the folder; empty where there is none, or none that can be read.
    private mutating func text(_ name: String, limit: Int) -> [UInt8] {
        guard let index = directory.index(of: info + [UInt8(ascii: "/")] + Array(name.utf8)) else { return [] }
        do throws(ArchiveError) {
            return try content(of: index, limit: limit)
        } catch {
            if unreadable == nil { unreadable = error }
            return []
        }
    }

    /// The content of an entry.
    func content(of index: Int, limit: Int) throws(ArchiveError) -> [UInt8] {
        try ZipEntryReader.content(of: try located(index), in: source, limit: limit)
    }

    /// An entry with the place of its content.
    func located(_ index: Int) throws(ArchiveError) -> ZipEntry {
        try directory.located(index, in: source)
    }

    /// `name-version(-build)-python-abi-platform.whl`, each tag a set.
    private func rebuiltName(_ headers: PackageHeaders) -> String {
        var sets: [[String]] = [[], [], []]
        for tag in headers.all("tag").prefix(1000) {
            let parts = tag.split(separator: "-").map(String.init)
            guard parts.count == 3 else { continue }
            for index in 0..<3 where !sets[index].contains(parts[index]) { sets[index].append(parts[index]) }
        }
        guard !sets[0].isEmpty else { return "" }
        let folder = String(decoding: info.dropLast(10), as: UTF8.self)
        let build = headers.first("build").map { "-" + $0 } ?? ""
        return folder + build + "-" + sets.map { $0.joined(separator: ".") }.joined(separator: "-") + ".whl"
    }

    // MARK: What runs by itself

    /// Entries that Python runs at each start.
    var startupFiles: [Int] {
        directory.entries.indices.filter { Self.runsAtStart(directory.entries[$0].name) }
    }

    /// Whether an entry lands in `site-packages` itself under a name that the `site` module looks for.
    static func runsAtStart(_ path: [UInt8]) -> Bool {
        guard let site = WheelPath.inSite(path) else { return false }
        let parts = site.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
        guard let first = parts.first else { return false }
        if parts.count == 1, first.lowercased().hasSuffix(".pth") { return true }
        let stem = first.split(separator: ".", omittingEmptySubsequences: false).first.map(String.init) ?? first
        return stem == "sitecustomize" || stem == "usercustomize"
    }
}
