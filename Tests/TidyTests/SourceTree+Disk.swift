import Glibc

// Reads the repository with the C library alone: the failure hook of the floor, which other tests set at the same
// time, must not reach this.

extension SourceTree {
    /// Folders that hold nothing people wrote, by name.
    private static let skippedFolders: Set<String> = [".git", "out", "runs", "__pycache__"]
    /// Files of these kinds are text; others are read only when they start with `#!`.
    private static let textEndings = [
        ".swift", ".c", ".h", ".sh", ".py", ".toml", ".json", ".md", ".txt", ".yml", ".yaml", ".service", ".modulemap",
    ]
    /// Here the files are there to be read by programs: names count, content does not unless it is text.
    private static let dataFolders = ["Tests/Fixtures/", "Tests/Fuzz/"]
    private static let textNames: Set<String> = ["Makefile", "Dockerfile", ".gitignore"]
    private static let fileSizeMax = 4 << 20

    /// The repository this file was compiled in; read at the first use.
    static let ofThisRepository: SourceTree = {
        // …/Tests/TidyTests/SourceTree+Disk.swift: three parts up lies the repository.
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        var found: [(path: String, bytes: [UInt8])] = []
        var folders = [""]
        while let folder = folders.popLast() {
            for (name, isFolder) in list(root + "/" + folder) {
                let path = folder + name
                if isFolder {
                    let isHidden = name.hasPrefix(".") && name != ".ci"
                    if !isHidden && !skippedFolders.contains(name) { folders.append(path + "/") }
                } else if folder.hasSuffix("/seeds/") {
                    found.append((path, []))
                } else if isText(name) || startsAsScript(root + "/" + path) {
                    found.append((path, read(root + "/" + path, limit: fileSizeMax)))
                } else if dataFolders.contains(where: { path.hasPrefix($0) }) {
                    found.append((path, []))
                }
            }
        }
        return SourceTree(found)
    }()

    private static func isText(_ name: String) -> Bool {
        textNames.contains(name) || textEndings.contains { name.hasSuffix($0) }
    }

    private static func startsAsScript(_ path: String) -> Bool { read(path, limit: 2) == Array("#!".utf8) }

    private static func list(_ folder: String) -> [(name: String, isFolder: Bool)] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var entries: [(String, Bool)] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != "." && name != ".." {
                unsafe entries.append((name, entry.pointee.d_type == UInt8(DT_DIR)))
            }
        }
        return entries
    }

    private static func read(_ path: String, limit: Int) -> [UInt8] {
        guard let stream = unsafe fopen(path, "re") else { return [] }
        defer { unsafe fclose(stream) }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: min(limit, 64 * 1024))
        while content.count < limit {
            let count = unsafe fread(&buffer, 1, min(buffer.count, limit - content.count), stream)
            if count == 0 { break }
            content += buffer[..<count]
        }
        return content
    }
}
