import Ecosystems
import Inventory

/// Tells from names alone, while a walk counts the files of caches, which package managers they belong to.
struct CacheKinds {
    /// Paths of one cache that are looked at, and of one folder two levels down: a cache of one kind shows it soon, and
    /// one folder must not hide the next.
    private static let pathsMax = 20_000
    private static let folderMax = 2_000

    /// Paths without content: readers that would look into a file go by its name.
    private struct Paths: CacheFiles {
        let files: [CacheFile]

        func read(_ index: Int, at offset: Int64, count: Int) throws(CacheReadError) -> [UInt8] {
            throw CacheReadError(.unusable, "nothing is read for a list")
        }

        func digest(_ index: Int, _ algorithm: ContentDigest.Algorithm) throws(CacheReadError) -> ContentDigest {
            throw CacheReadError(.unusable, "nothing is read for a list")
        }
    }

    private struct Sample {
        var files: [CacheFile] = []
        var folders: [ByteString: Int] = [:]
    }

    private var samples: [Sample]
    private var filter = PathFilter()

    init(caches: Int) {
        samples = Array(repeating: Sample(), count: caches)
    }

    /// Takes from a batch what may tell.
    mutating func inspect(_ batch: FileBatch) {
        let bytes = batch.bytes.span
        for record in batch.records where record.kind == .file {
            let index = Int(record.cache)
            guard samples.indices.contains(index), samples[index].files.count < Self.pathsMax,
                filter.mayMatter(
                    bytes.extracting(Int(record.path.lowerBound)..<Int(record.path.upperBound)))
            else { continue }
            let path = batch.path(of: record)
            let count = samples[index].folders[Self.folder(of: path), default: 0]
            guard count < Self.folderMax else { continue }
            samples[index].folders[Self.folder(of: path)] = count + 1
            samples[index].files.append(CacheFile(path: path, size: record.identity.size, digest: nil))
        }
    }

    private static func folder(of path: ByteString) -> ByteString {
        let slash = UInt8(ascii: "/")
        guard let first = path.bytes.firstIndex(of: slash) else { return "" }
        let rest = path.bytes[(first + 1)...]
        return ByteString(Array(path.bytes[..<(rest.firstIndex(of: slash) ?? first)]))
    }

    /// The ecosystems of one cache, in the order of the readers.
    func ecosystems(of index: Int) -> [String] {
        guard samples.indices.contains(index), !samples[index].files.isEmpty else { return [] }
        let files = Paths(files: samples[index].files.sorted { $0.path < $1.path })
        return CachePlaces(in: files).ecosystems.map(\.rawValue)
    }
}
