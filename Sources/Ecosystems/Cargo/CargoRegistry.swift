import Inventory

/// A registry, as folders of a cache and lockfiles name it.
///
/// ```
///   index.crates.io-1949cf8c6b5b557f      host of the index, and sixteen digits of a hash of its address
///   registry+https://github.com/rust-lang/crates.io-index      the same registry, in a lockfile
/// ```
/// The hash is one of the compiler's own and has changed, so it is not made again; of the address the host is known.
enum CargoRegistry {
    /// The public registry has had three addresses; where they stand does not matter.
    static let publicAddress = "https://index.crates.io/"
    private static let publicIndexes = [
        "https://github.com/rust-lang/crates.io-index", "https://index.crates.io/", "https://index.crates.io",
    ]
    private static let publicFolders = [
        "github.com-1ecc6299db9ec823", "github.com-25cdd57fae9f0462", "index.crates.io-6f17d22bba15001f",
        "index.crates.io-1949cf8c6b5b557f",
    ]
    private static let hashLength = 16

    /// Whether a folder is called like that of a registry or a repository.
    static func isFolder(_ name: ArraySlice<UInt8>) -> Bool {
        guard name.count > hashLength, name[name.endIndex - hashLength - 1] == UInt8(ascii: "-") else { return false }
        return name.suffix(hashLength).allSatisfy(NpmCachePath.isLowerHex)
    }

    /// The address of a folder's registry, as far as its name tells; `nil` where it has no host.
    static func address(ofFolder name: [UInt8]) -> ByteString? {
        if publicFolders.contains(where: { name.elementsEqual($0.utf8) }) { return ByteString(publicAddress) }
        let host = name.dropLast(hashLength + 1)
        return host.isEmpty ? nil : ByteString(Array("https://".utf8) + host + [UInt8(ascii: "/")])
    }

    /// Whether a folder is the public registry's.
    static func isPublic(_ folder: [UInt8]) -> Bool {
        address(ofFolder: folder) == ByteString(publicAddress)
    }

    /// The address of a lockfile's `source`; `nil` where it is no registry.
    static func address(ofSource source: String) -> String? {
        for kind in ["registry+", "sparse+"] where source.hasPrefix(kind) {
            let address = String(source.dropFirst(kind.count))
            return publicIndexes.contains(address) ? publicAddress : address
        }
        return nil
    }
}
