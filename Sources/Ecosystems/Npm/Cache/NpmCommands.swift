import Bytes

/// The programs that a `package.json` names: npm makes a link for each.
///
/// ```
///   "bin": "cli.js"                       under the package's own name
///   "bin": {"tool": "bin/tool.js"}
///   "directories": {"bin": "bin"}         each file there, where there is no `bin`
/// ```
struct NpmCommands {
    /// Files, by the names of their commands.
    private var files: [[UInt8]: [UInt8]] = [:]
    private var folder: [UInt8]?

    private static let slash = UInt8(ascii: "/")

    /// Reads the text of a manifest.
    init?(_ bytes: [UInt8]) {
        let limits = JSONLimits(size: NpmCacheLimits.manifestSize, values: 200_000, loneSurrogates: .replaced)
        guard let object = (try? JSON.parse(NpmManifest.withoutMark(bytes), limits: limits))?.object else { return nil }
        if let file = object["bin"]?.string {
            files[Self.base(object["name"]?.string ?? "")] = Self.plain(file)
        } else if let table = object["bin"]?.object {
            for member in table.members { files[Self.base(member.key)] = Self.plain(member.value.string ?? "") }
        } else if let list = object["bin"]?.array {
            for file in list.compactMap(\.string) { files[Self.base(file)] = Self.plain(file) }
        } else {
            folder = object["directories"]?.object?["bin"]?.string.map(Self.plain)
        }
    }

    /// Whether npm makes a link of this name to a file of the package.
    func lead(_ name: [UInt8], to file: [UInt8]) -> Bool {
        if let known = files[name] { return known == file }
        guard let folder, !folder.isEmpty else { return false }
        return file.starts(with: folder + [Self.slash]) && Self.base(file[...]).elementsEqual(name)
    }

    private static func base(_ text: String) -> [UInt8] { Array(base(Array(text.utf8)[...])) }

    /// What stands behind the last slash.
    private static func base(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let end = bytes.lastIndex { $0 == slash || $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: ":") }
        return end.map { bytes[($0 + 1)...] } ?? bytes
    }

    /// A path without `.` and `..`, as if the package's folder were all there is.
    private static func plain(_ text: String) -> [UInt8] {
        var parts: [ArraySlice<UInt8>] = []
        for part in Array(text.utf8).split(whereSeparator: { $0 == slash || $0 == UInt8(ascii: "\\") }) {
            if part.elementsEqual("..".utf8) {
                _ = parts.popLast()
            } else if !part.elementsEqual(".".utf8) {
                parts.append(part)
            }
        }
        return Array(parts.joined(separator: [slash]))
    }
}
