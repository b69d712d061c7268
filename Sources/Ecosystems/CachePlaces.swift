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

    /// Caches of one kind that are read in one mount. An image's whole home has a few.
    package static let limit = 64

    /// In the order of the readers, then of the folders.
    package let places: [Place]
    /// Kinds of which there are more than are read. Those that lie least deep are: a crowd of others is no accident.
    package let cut: [Ecosystem]
    /// Readers by their folders, and how long the folders' paths are, the deepest first: who is nearest to a path
    /// knows most of it. So a path costs as many steps as it is deep, however many places there are.
    private let readers: [ByteString: [any CacheReader.Type]]
    private let lengths: [Int]

    /// Asks all readers.
    package init(in files: any CacheFiles, by list: [any CacheReader.Type] = EcosystemList.readers) {
        var places: [Place] = []
        var cut: [Ecosystem] = []
        for reader in list {
            var folders = reader.places(in: files)
            if folders.count > Self.limit {
                cut.append(reader.ecosystem)
                folders.sort { ($0.bytes.count, $0) < ($1.bytes.count, $1) }
                folders = folders.prefix(Self.limit).sorted()
            }
            places += folders.map { Place(reader: reader, folder: $0) }
        }
        self.places = places
        self.cut = cut
        var readers: [ByteString: [any CacheReader.Type]] = [:]
        for place in places { readers[place.folder, default: []].append(place.reader) }
        self.readers = readers
        lengths = Set(places.map(\.folder.bytes.count)).sorted(by: >)
    }

    /// Ecosystems with a place, in the order of the readers.
    package var ecosystems: [Ecosystem] {
        places.reduce(into: []) { if $0.last != $1.reader.ecosystem { $0.append($1.reader.ecosystem) } }
    }

    /// The readers in whose places a path lies, the nearest first, each with the path as it sees it.
    func each(above path: ByteString, _ body: (any CacheReader.Type, ByteString) -> Bool) {
        let bytes = path.bytes
        for length in lengths {
            guard length == 0 || length + 1 < bytes.count && bytes[length] == UInt8(ascii: "/"),
                let readers = readers[length == 0 ? "" : ByteString(Array(bytes[..<length]))]
            else { continue }
            let rest = length == 0 ? path : ByteString(Array(bytes[(length + 1)...]))
            for reader in readers {
                if !body(reader, rest) { return }
            }
        }
    }

    /// What may become of a path: `nil` where it lies in no place, `foreign` only where each reader says so.
    ///
    /// Among places that are as deep, content counts first: its paths have the stricter forms.
    package func pathClass(of path: ByteString) -> PathClass? {
        var found: PathClass?
        var length = 0
        each(above: path) { reader, rest in
            if let found, found != .foreign, rest.bytes.count > length { return false }
            let own = reader.pathClass(of: rest)
            if found == nil || found == .foreign || own == .immutable { found = own }
            length = rest.bytes.count
            return own != .immutable
        }
        return found
    }

    /// What a client takes a path for: the strictest of all answers.
    func role(of path: ByteString) -> PathRole {
        var found = PathRole.none
        each(above: path) { reader, rest in
            switch (reader.role(of: rest), found) {
            case (.file, _): found = .file
            case (.never, _): found = .never
            case (.folder, .below), (.folder, .maybeFolder), (.folder, .none): found = .folder
            case (.below, .maybeFolder), (.below, .none): found = .below
            case (.maybeFolder, .none): found = .maybeFolder
            default: break
            }
            return found != .file
        }
        return found
    }

    /// Whether some client makes such a link itself.
    func mayLink(_ path: ByteString, to target: ByteString) -> Bool {
        var isMade = false
        each(above: path) { reader, rest in
            isMade = reader.mayLink(rest, to: target)
            return !isMade
        }
        return isMade
    }
}
