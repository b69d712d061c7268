package import Inventory

/// Where caches begin in one mount, whose they are, and what may become of the paths below.
///
/// A mount may hold several: a whole home, a folder in another one's folder. So each path is shown to all readers
/// in whose place it lies.
package struct CachePlaces: Sendable {
    /// A folder, and the reader that recognised it.
    package struct Place: Sendable {
        package var reader: any CacheReader.Type
        /// Empty for the mount itself.
        package var folder: ByteString
    }

    /// In the order of the readers, then of the folders.
    package let places: [Place]
    /// The same with the deepest first: who is nearest to a path knows most of it.
    private let deepestFirst: [Place]

    /// Asks all readers.
    package init(in files: any CacheFiles) {
        var places: [Place] = []
        for reader in EcosystemList.readers {
            places += reader.places(in: files).map { Place(reader: reader, folder: $0) }
        }
        self.places = places
        deepestFirst = places.sorted { $0.folder.bytes.count > $1.folder.bytes.count }
    }

    /// Ecosystems with a place, in the order of the readers.
    package var ecosystems: [Ecosystem] {
        places.reduce(into: []) { if $0.last != $1.reader.ecosystem { $0.append($1.reader.ecosystem) } }
    }

    /// What may become of a path: `nil` where it lies in no place, `foreign` only where each reader says so.
    ///
    /// Among places that are as deep, content counts first: its paths have the stricter forms.
    package func pathClass(of path: ByteString) -> PathClass? {
        var found: PathClass?
        var depth = 0
        for place in deepestFirst {
            guard let rest = Self.rest(of: path, below: place.folder) else { continue }
            if let found, found != .foreign, place.folder.bytes.count < depth { return found }
            let own = place.reader.pathClass(of: rest)
            if own == .immutable { return own }
            if found == nil || found == .foreign { found = own }
            depth = place.folder.bytes.count
        }
        return found
    }

    private static func rest(of path: ByteString, below folder: ByteString) -> ByteString? {
        if folder.isEmpty { return path }
        let length = folder.bytes.count
        guard path.bytes.count > length + 1, path.bytes[length] == UInt8(ascii: "/"),
            path.bytes.starts(with: folder.bytes)
        else { return nil }
        return ByteString(Array(path.bytes[(length + 1)...]))
    }
}
