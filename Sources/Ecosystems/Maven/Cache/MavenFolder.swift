internal import Inventory

/// One folder of a local repository.
struct MavenFolder {
    /// Relative to the repository.
    let path: ByteString
    /// Names in byte order.
    private(set) var names: [ByteString] = []
    /// Places in the cache's list, by name.
    private(set) var indexes: [ByteString: Int] = [:]
    /// What `_remote.repositories` says.
    var tracking = MavenTracking()

    init(_ path: ByteString) {
        self.path = path
    }

    mutating func add(_ name: ByteString, _ index: Int) {
        names.append(name)
        indexes[name] = index
    }

    /// The folder above; `nil` for the repository itself.
    var parent: ByteString? {
        if path.isEmpty { return nil }
        guard let slash = path.bytes.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return ByteString(Array(path.bytes[..<slash]))
    }

    /// The files that hold digests of a file, with what they hold.
    func sidecars(of name: ByteString) -> [(index: Int, algorithm: ContentDigest.Algorithm)] {
        [ContentDigest.Algorithm.sha1, .md5, .sha256, .sha512].compactMap { algorithm in
            indexes[ByteString(name.bytes + Array(("." + algorithm.rawValue).utf8))].map { ($0, algorithm) }
        }
    }
}
