import Inventory
import ManifestSupport
import SQLite
import TestSupport
import Testing

@testable import Manifest

/// Which added file is which removed one under another name.
@Suite struct MovesTests {
    /// The plain way, which looks at all pairs: of one content, device, inode and size first; then where one file of a
    /// content is left on both sides.
    private func slowMoves(_ removed: [RemovedFile], _ added: [RemovedFile]) -> [Int64: Int64] {
        var moves: [Int64: Int64] = [:]
        var left = removed.filter { $0.size >= 0 }
        for file in added {
            let place = left.firstIndex {
                $0.content == file.content && $0.device == file.device && $0.inode == file.inode
                    && $0.size == file.size
            }
            if let place { moves[file.id] = left.remove(at: place).id }
        }
        for file in left where left.count(where: { $0.content == file.content }) == 1 {
            let found = added.filter { moves[$0.id] == nil && $0.content == file.content }
            if found.count == 1 { moves[found[0].id] = file.id }
        }
        return moves
    }

    /// Files of few contents and few inodes, so that all that can coincide does; some are links without content.
    private func files(_ folder: String, _ random: inout SeededGenerator) -> [ImaginedFile] {
        (0..<random.int(0...40)).map { index in
            var file = ImaginedFile(
                "\(folder)/\(index)", content: UInt64(random.int(1...12)), inode: UInt64(random.int(1...15)))
            // Another content of the same size.
            if random.once(in: 6) { file.content += 4096 }
            if random.once(in: 8) { (file.kind, file.target) = (.symbolicLink, "target") }
            if random.once(in: 10) { file.kind = .fifo }
            return file
        }
    }

    private func rows(_ connection: Connection, where condition: String) throws -> [RemovedFile] {
        var query = try connection.prepare(
            "SELECT \(FileNumbers.columns), sha256 FROM file WHERE \(condition) ORDER BY id")
        var result: [RemovedFile] = []
        while try query.step() {
            let digest = query.blob(at: FileNumbers.columnCount).flatMap { SHA256Digest($0) }
            result.append(RemovedFile(FileNumbers(from: query), digest: digest))
        }
        return result
    }

    @Test(arguments: [UInt64](1...40))
    func movesAreThoseOfThePlainWay(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let manifest = try TestManifest()
        try manifest.scan([
            (TestManifest.pip, files("old", &random)), (TestManifest.npm, files("old", &random)),
        ])
        let connection = try Connection(path: manifest.path.bytes, mode: .read)
        let firstRow = (try connection.integer("SELECT max(id) FROM file") ?? 0) + 1
        let result = try manifest.scan([
            (TestManifest.pip, files("new", &random)), (TestManifest.npm, files("new", &random)),
        ])
        let removed = try rows(connection, where: "gone_scan IS NOT NULL").shuffled(using: &random)
        let added = try rows(connection, where: "id >= \(firstRow) AND sha256 IS NOT NULL")
        var finder = ChangeFinder(firstRow: firstRow, replacements: [], quiet: [], listedMax: 0)
        try finder.run(connection, removed: removed)
        let expected = slowMoves(removed, added)
        #expect(finder.moves == expected)
        // Which of several hard links became which is told by their order alone; how many did is not.
        #expect(result.outcome.caches.reduce(0) { $0 + $1.counts.moved } == expected.count)
        try manifest.expectSound()
    }

    /// Looking at each candidate for each added file would take hours; this takes less than a second.
    @Test(.timeLimit(.minutes(1)))
    func filesOfOneContentCostNoMoreThanOthers() {
        let count = ScanWriter.Limit.moveCandidatesMax
        let content = MoveContent(cache: 1, digest: .zero)
        let removed = (0..<count).map {
            RemovedFile(id: Int64($0), content: content, device: 1, inode: Int64($0), size: 0)
        }
        var candidates = MoveCandidates(removed)
        var taken = 0
        for index in 0..<2 * count {
            let added = RemovedFile(id: -1, content: content, device: 1, inode: Int64(2 * count - index), size: 0)
            if let old = candidates.take(added) {
                #expect(old == added.inode)
                taken += 1
            }
        }
        #expect(taken == count - 1)
        #expect(candidates.lone == [content: 0])
    }
}
