package import Inventory

extension CacheReading {
    /// What several places of one cache hold, together.
    package init(_ readings: [CacheReading]) {
        self.init()
        for reading in readings {
            artifacts += reading.artifacts
            observations += reading.observations
            claims += reading.claims
            tags += reading.tags
            descriptions += reading.descriptions
            troubles += reading.troubles
        }
    }

    /// Rules that were observed, with their grades: `unpacked-mismatch/extra`.
    package var rules: Set<String> {
        Set(observations.map { $0.rule + ($0.grade.map { "/" + $0 } ?? "") })
    }
}

extension CacheFiles {
    /// All contents, by path.
    package func contents() throws(CacheReadError) -> [ByteString: [UInt8]] {
        var contents: [ByteString: [UInt8]] = [:]
        for (index, file) in files.enumerated() {
            contents[file.path] = try read(index, at: 0, count: Int(file.size))
        }
        return contents
    }
}
