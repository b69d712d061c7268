import Commands
import Linux
import TestSupport
import Testing

/// Files that stay open between the looks of a reader, and work that is spread over threads.
@Suite struct HeldFilesTests {
    private func open(_ tree: TestTree, _ index: Int) throws -> HeldFiles.File {
        try tree.write("file\(index)", "content \(index)")
        let path = Array(tree.file("file\(index)").utf8)
        return HeldFiles.File(index: index, descriptor: try Descriptor.open(path, []))
    }

    @Test func onlyWhatWasReadIsHandedOut() throws {
        var file = try open(try TestTree(), 7)
        #expect(file.isFresh && file.piece(at: 0, count: 1) == nil)
        file.keep([1, 2, 3, 4], from: 100)
        #expect(!file.isFresh)
        #expect(file.piece(at: 100, count: 4) == [1, 2, 3, 4])
        #expect(file.piece(at: 101, count: 2) == [2, 3])
        #expect(file.piece(at: 103, count: 1) == [4])
        for (offset, count) in [(Int64(99), 2), (103, 2), (104, 1), (0, 1), (.max, 1)] {
            #expect(file.piece(at: offset, count: count) == nil, "\(offset)")
        }
        file.keep([UInt8](repeating: 1, count: 1 << 20), from: 0)
        #expect(file.piece(at: 0, count: 1) == nil)
    }

    @Test func aFewAreHeldAndTheOldestGoes() throws {
        let tree = try TestTree()
        let held = HeldFiles()
        for index in 0..<5 { held.put(try open(tree, index)) }
        #expect(held.take(0) == nil)
        for index in 1..<5 {
            let file = try #require(held.take(index))
            #expect(try file.open.descriptor.bytes(at: 0, count: 9) == Array("content \(index)".utf8))
            // Whoever has it in hand has it alone.
            #expect(held.take(index) == nil)
        }
    }

    @Test(arguments: [1, 2, 5, 300])
    func resultsStandInTheOrderOfTheWork(threads: Int) {
        let work: [@Sendable () -> Int] = (0..<200).map { number in { number * number } }
        #expect(Together.results(of: work, threads: threads) == (0..<200).map { $0 * $0 })
        #expect(Together.results(of: [@Sendable () -> Int](), threads: threads) == [])
    }
}
