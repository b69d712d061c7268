internal import Ecosystems
internal import Hashing
package import Inventory
internal import Linux

/// The files of a folder on disk as a cache, for tests of the readers. Test trees are our own: paths are opened
/// plainly.
package struct FolderFiles: CacheFiles {
    package let files: [CacheFile]
    package let entries: [CacheEntry]
    private let folder: [UInt8]

    /// Lists the folder and all below it, as far as an audit would keep the paths in mind.
    package init(_ folder: String) throws {
        self.folder = Array(folder.utf8)
        var found: [CacheFile] = []
        var links: [CacheEntry] = []
        var pending: [[UInt8]] = [[]]
        while let relative = pending.popLast() {
            let directory = try Descriptor.open(self.folder + (relative.isEmpty ? [] : [0x2f]) + relative, [.directory])
            var lister = DirectoryLister()
            var block = EntryBlock()
            while try lister.read(directory, into: &block) {
                for entry in block.entries {
                    let terminated = Array(block.names[block.name(of: entry)])
                    let path = (relative.isEmpty ? [] : relative + [0x2f]) + terminated.dropLast()
                    let status = try directory.status(of: terminated.span)
                    if status.isDirectory { pending.append(path) }
                    if status.isSymbolicLink {
                        let target = ByteString(try directory.linkTarget(of: terminated.span))
                        links.append(CacheEntry(path: ByteString(path), kind: .symbolicLink, target: target))
                    }
                    guard status.isRegularFile else { continue }
                    let content = try OwnFile.read(self.folder + [0x2f] + path, limit: 1 << 30)
                    let digest = SHA256Digest(try SHA256Hasher.digest(of: content))
                    let file = CacheFile(
                        path: ByteString(path), size: status.size, digest: digest,
                        modified: status.modified)
                    found.append(file)
                }
            }
        }
        var filter = PathFilter()
        files = found.filter { filter.mayMatter($0.path.bytes.span) }.sorted { $0.path < $1.path }
        entries = links.sorted { $0.path < $1.path }
    }

    package func read(_ index: Int, at offset: Int64, count: Int) throws(CacheReadError) -> [UInt8] {
        let content = try content(index)
        let start = min(max(0, Int(clamping: offset)), content.count)
        return Array(content[start...].prefix(max(0, count)))
    }

    package func digest(_ index: Int, _ algorithm: ContentDigest.Algorithm) throws(CacheReadError) -> ContentDigest {
        let content = try content(index)
        do {
            let kind = DigestAlgorithm(rawValue: algorithm.rawValue) ?? .sha256
            var digest = try RunningDigest(kind)
            try digest.update(content.span)
            if let result = ContentDigest(algorithm, try digest.finish()) { return result }
        } catch {}
        throw CacheReadError(.unusable, "no digest of that kind")
    }

    private func content(_ index: Int) throws(CacheReadError) -> [UInt8] {
        guard files.indices.contains(index) else { throw CacheReadError(.unusable, "no such file") }
        do throws(SystemError) {
            return try OwnFile.read(folder + [0x2f] + files[index].path.bytes, limit: 1 << 30)
        } catch {
            throw CacheReadError(.unreadable, "\(error)")
        }
    }
}
