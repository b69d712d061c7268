package import Ecosystems
package import Inventory

/// What readers of caches promise whatever they are given: to find fault with it, but not to trap, and to speak only of
/// files that are there, and of each file that may belong to a package.
package enum ReaderPromises {
    /// Shows all readers a cache. Traps where one breaks its word: that is what a fuzzer notices.
    package static func check(_ readers: [any CacheReader.Type], of files: some CacheFiles) {
        for reader in readers {
            for file in files.files {
                _ = reader.mayMatter(file.path.bytes.span)
                _ = reader.wish(for: file.path.bytes.span)
                _ = reader.pathClass(of: file.path)
                _ = reader.role(of: file.path)
            }
            for place in Set(reader.places(in: files) + [""]) { check(reader.read(place, of: files), of: files) }
        }
        let mount = MountReading(files, by: readers)
        precondition(
            !mount.readings.flatMap(\.troubles).contains { $0.detail.contains("no reader took it") },
            "a forgotten file")
    }

    private static func check(_ reading: CacheReading, of files: some CacheFiles) {
        let paths =
            reading.artifacts.flatMap(\.parts) + reading.claims.map(\.path) + reading.tags.map(\.path)
            + reading.observations.map(\.path) + reading.troubles.map(\.path)
        precondition(paths.allSatisfy { files.index(of: $0) != nil }, "a file that is not there")
        precondition(
            reading.artifacts.allSatisfy { $0.parts.contains($0.path) && !$0.name.isEmpty },
            "an artifact without itself")
        precondition(
            !reading.observations.contains { $0.message.utf8.contains(0x0A) || $0.rule.isEmpty }, "an odd message")
    }
}
