/// The files of the repository that people write, read once, or a made-up tree that a test of a rule brings.
struct SourceTree: Sendable {
    /// One text file.
    struct File: Sendable {
        /// Relative to the repository, with slashes.
        var path: String
        var lines: [String]
        /// The lines of Swift code with comments gone and strings emptied; of other files nothing.
        var code: [String]
        var endsWithNewline: Bool

        init(path: String, bytes: [UInt8]) {
            self.path = path
            endsWithNewline = bytes.isEmpty || bytes.last == UInt8(ascii: "\n")
            lines = Self.split(bytes)
            code = path.hasSuffix(".swift") ? Self.split(SwiftCode.bare(bytes)) : []
        }

        private static func split(_ bytes: [UInt8]) -> [String] {
            var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            if lines.last?.isEmpty == true { lines.removeLast() }
            return lines.map { String(decoding: $0, as: UTF8.self) }
        }

        /// Whether the file lies in one of the folders.
        func isBelow(_ folders: [String]) -> Bool { folders.contains { path.hasPrefix($0) } }

        /// Whether the words stand somewhere in the file.
        func mentions(_ words: String) -> Bool { lines.contains { $0.contains(words) } }
    }

    var files: [File]

    init(_ files: [(path: String, bytes: [UInt8])]) {
        self.files = files.map { File(path: $0.path, bytes: $0.bytes) }.sorted { $0.path < $1.path }
    }

    /// A tree out of texts by path.
    init(texts: [String: String]) {
        self.init(texts.map { ($0.key, Array($0.value.utf8)) })
    }

    func file(_ path: String) -> File? { files.first { $0.path == path } }

    /// The names directly below a folder (written with its last slash) that are folders themselves.
    func folders(in folder: String) -> [String] {
        let names = files.compactMap { file -> String? in
            guard file.path.hasPrefix(folder) else { return nil }
            let parts = file.path.dropFirst(folder.count).split(separator: "/")
            return parts.count > 1 ? String(parts[0]) : nil
        }
        return Set(names).sorted()
    }
}

/// Something untidy: where, and what to do about it.
struct Complaint: Sendable, CustomStringConvertible {
    var path: String
    /// Counted from one; zero where the whole file is meant.
    var line: Int
    var message: String

    init(_ path: String, line: Int = 0, _ message: String) {
        self.path = path
        self.line = line
        self.message = message
    }

    var description: String { "\(path)\(line > 0 ? ":\(line)" : ""): \(message)" }
}
