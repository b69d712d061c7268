package import Inventory

extension CacheReading {
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
