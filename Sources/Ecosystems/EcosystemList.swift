package import Inventory

/// All ecosystems whose caches can be read. A new one is a folder beside this file and a line here.
package enum EcosystemList {
    /// In the order of the reports.
    package static let readers: [any CacheReader.Type] = [
        PipCacheReader.self,
        UvCacheReader.self,
        NpmCacheReader.self,
        YarnCacheReader.self,
        BerryCacheReader.self,
        PnpmStoreReader.self,
        MavenReader.self,
        CargoCacheReader.self,
        GoCacheReader.self,
    ]

    /// The digest besides SHA-256 that some reader needs of a file at this path.
    package static func wish(for path: Span<UInt8>) -> ContentDigest.Algorithm? {
        for reader in readers {
            if let wish = reader.wish(for: path) { return wish }
        }
        return nil
    }

    /// The same of a path that was copied out.
    package static func wish(for path: ByteString) -> ContentDigest.Algorithm? {
        let bytes = path.bytes
        return wish(for: bytes.span)
    }
}
