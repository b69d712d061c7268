import Hashing
import Inflate
import Inventory

/// What is in an archive of sources: the digests of its files, and the texts that say what a wheel made of it needs and
/// which commands it brings.
struct SourceContents {
    /// SHA-256 of all files, by their paths without the top folder; of several with one path the last.
    private(set) var files: [[UInt8]: [UInt8]] = [:]
    /// Digests of scripts without their first lines, by the last part of their paths.
    private(set) var scripts: [[UInt8]: Set<[UInt8]>] = [:]
    /// Members that lead out of the folder it is unpacked in.
    private(set) var leadsOut: [[UInt8]] = []
    /// Without blanks and quotes: `name = "module:function"` of one format is `name=module:function` in each.
    private var squeezed: [UInt8] = []
    /// In small letters, and with hyphens for what may stand for them in names.
    private var words: [UInt8] = []

    /// Bytes of an archive, decompressed.
    private static let sizeLimit = 4 << 30
    private static let memberLimit = 200_000
    /// Bytes of one text, and of all.
    private static let textLimit = 1 << 20
    private static let textsLimit = 8 << 20
    private static let texts: Set<[UInt8]> = Set(
        ["PKG-INFO", "entry_points.txt", "requires.txt", "setup.py", "setup.cfg", "pyproject.toml"].map {
            Array($0.utf8)
        })

    /// Reads all of a tar with gzip.
    init(_ source: ByteSource) throws(ArchiveError) {
        let stream = try ByteStream(source, coding: .gzip, limits: InflateLimits(output: Self.sizeLimit))
        var reader = TarReader(stream, limits: TarLimits(members: Self.memberLimit))
        do {
            var digest = try RunningDigest(.sha256)
            var script = try ScriptDigest()
            var piece: [UInt8] = []
            while let entry = try reader.next() {
                if Self.leadsOutside(entry) { leadsOut.append(entry.name) }
                guard entry.hasContent, let slash = entry.name.firstIndex(of: UInt8(ascii: "/")) else { continue }
                let path = Array(entry.name[(slash + 1)...])
                let last = Array(path.split(separator: UInt8(ascii: "/")).last ?? [])
                let isText = Self.texts.contains(last)
                var text: [UInt8] = []
                while try reader.read(into: &piece) {
                    try digest.update(piece.span)
                    try script.update(piece)
                    if isText, text.count < Self.textLimit { text += piece }
                }
                if isText { add(text, isHead: path.suffix(8).elementsEqual("PKG-INFO".utf8)) }
                files[path] = try digest.finish()
                if let digest = try script.finish() { scripts[last, default: []].insert(digest) }
            }
        } catch let error as ArchiveError {
            throw error
        } catch {
            throw ArchiveError(.unsupported, format: "tar", reason: "\(error)", offset: 0)
        }
    }

    /// Folders that packages lie in.
    private static let folders = ["", "src/", "lib/", "python/", "py/"].map { Array($0.utf8) }

    /// Whether a file of this path, or of this path below a usual folder of sources, has this digest; `nil` where there
    /// is no such path.
    func hasFile(_ path: [UInt8], _ digest: [UInt8]) -> Bool? {
        let found = Self.folders.compactMap { files[$0 + path] }
        return found.isEmpty ? nil : found.contains(digest)
    }

    /// Names by which Python would import its files.
    var modules: Set<[UInt8]> {
        var modules: Set<[UInt8]> = []
        for path in files.keys {
            for folder in Self.folders where path.starts(with: folder) {
                if let module = WheelPath.module(Array(path.dropFirst(folder.count))) { modules.insert(module) }
            }
        }
        return modules
    }

    /// Whether a build can compile anything of it.
    var mayCompile: Bool {
        let isSource = files.keys.contains { path in
            Self.compiled.contains { path.count > $0.count && path.suffix($0.count).elementsEqual($0) }
        }
        return isSource || Self.compilers.contains { Self.holds(words, $0) }
    }

    private static let compiled = [
        ".c", ".cc", ".cpp", ".cxx", ".cu", ".pyx", ".rs", ".go", ".f", ".f90", ".F", ".zig", ".m", ".mm", ".swift",
        ".S", ".asm", ".nim", "CMakeLists.txt", "meson.build",
    ].map { Array($0.utf8) }
    /// What its texts name where code is made of Python files.
    private static let compilers = ["cython", "cythonize", "mypyc", "mypycify", "cffi", "cffi-modules", "ext-modules"]
        .map { Array($0.utf8) }

    /// Whether its texts say `name = value` of a command or a plug-in.
    func declares(_ name: [UInt8], _ value: [UInt8]) -> Bool {
        Self.holds(squeezed, name + [UInt8(ascii: "=")] + value)
    }

    /// Whether its texts name a package that is to be installed, by its name or by the address it comes from.
    func requires(_ requirement: String) -> Bool {
        if let at = requirement.firstIndex(of: "@") {
            let address = requirement[requirement.index(after: at)...].prefix { $0 != ";" }
            return Self.holds(squeezed, Self.squeezed(Array(address.utf8)))
        }
        let name = requirement.utf8.prefix { $0.isASCIIAlphanumeric || "._-".utf8.contains($0) }
        return Self.holds(words, Self.words(Array(name)))
    }

    // MARK: Texts

    private mutating func add(_ text: [UInt8], isHead: Bool) {
        guard squeezed.count + text.count <= Self.textsLimit else { return }
        // Behind the first empty line everybody may write anything.
        let end = isHead ? text.indices.first { text[$0...].starts(with: [10, 10]) } : nil
        let part = Array(text[..<(end ?? text.endIndex)])
        squeezed += Self.squeezed(part) + [10]
        words += Self.words(part) + [10]
    }

    private static func squeezed(_ text: [UInt8]) -> [UInt8] {
        text.filter { ![0x20, 0x09, 0x0D, UInt8(ascii: "'"), UInt8(ascii: "\"")].contains($0) }
    }

    private static func words(_ text: [UInt8]) -> [UInt8] {
        text.map { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") ? UInt8(ascii: "-") : $0.asciiLowercased }
    }

    /// Whether a text holds a word, and not only as a part of a longer one.
    private static func holds(_ text: [UInt8], _ word: [UInt8]) -> Bool {
        guard let first = word.first, word.count <= text.count else { return false }
        func isPart(_ index: Int) -> Bool {
            guard text.indices.contains(index) else { return false }
            return text[index].isASCIIAlphanumeric || "-_".utf8.contains(text[index])
        }
        for start in 0...(text.count - word.count) where text[start] == first {
            guard text[start...].starts(with: word) else { continue }
            if !isPart(start - 1), !isPart(start + word.count) { return true }
        }
        return false
    }

    /// Whether unpacking a member writes outside of the folder.
    private static func leadsOutside(_ entry: TarEntry) -> Bool {
        let oddities = NameOddity.all(in: entry.name)
        if oddities.contains(.traversal) || oddities.contains(.absolute) { return true }
        switch entry.kind {
        case .symbolicLink:
            let folder = entry.name.prefix(entry.name.lastIndex(of: UInt8(ascii: "/")) ?? 0)
            return NameOddity.leadsOutside(target: entry.link, from: folder)
        case .hardLink: return NameOddity.leadsOutside(target: entry.link, from: [])
        default: return false
        }
    }
}
