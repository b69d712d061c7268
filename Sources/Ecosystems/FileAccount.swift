internal import Inventory

/// Which files of a mount the readers spoke of. Taken from what they found, not from what they say they did.
struct FileAccount {
    private var isCovered: [Bool]
    private let files: any CacheFiles
    /// The place that was found last: readers go through the files in their order, mostly.
    private var last = 0

    init(_ readings: [CacheReading], _ files: any CacheFiles) {
        self.files = files
        isCovered = Array(repeating: false, count: files.files.count)
        for reading in readings {
            for index in reading.settled { cover(index) }
            for list in reading.unread.values {
                for index in list { cover(index) }
            }
            for artifact in reading.artifacts {
                for part in artifact.parts { cover(part) }
            }
            for observation in reading.observations { cover(observation.path) }
            for trouble in reading.troubles {
                if trouble.isSubtree { files.below(trouble.path).forEach { cover($0) } }
                cover(trouble.path)
            }
            coverSources(of: reading)
        }
    }

    /// Whether anything was said of a file.
    func covers(_ index: Int) -> Bool { isCovered[index] }

    /// Indexes list thousands of versions in a row.
    private mutating func coverSources(of reading: CacheReading) {
        var known: ByteString?
        for path in reading.claims.lazy.map(\.path) where path != known {
            cover(path)
            known = path
        }
        for path in reading.tags.lazy.map(\.path) where path != known {
            cover(path)
            known = path
        }
    }

    private mutating func cover(_ index: Int) {
        if isCovered.indices.contains(index) { isCovered[index] = true }
    }

    private mutating func cover(_ path: ByteString) {
        let list = files.files
        for index in last..<min(last + 3, list.count) where list[index].path == path {
            isCovered[index] = true
            last = index
            return
        }
        guard let index = files.index(of: path) else { return }
        isCovered[index] = true
        last = index
    }
}
