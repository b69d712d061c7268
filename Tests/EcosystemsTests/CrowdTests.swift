import Ecosystems
import EcosystemsSupport
import Inventory
import Testing

/// A mount in which somebody made many caches, so that one of them is not read.
@Suite struct CrowdTests {
    private static let key = String(repeating: "a", count: 56)

    @Test func aCrowdOfSmallCachesHidesNone() {
        var contents: [ByteString: [UInt8]] = [ByteString("http-v2/a/a/a/a/a/\(Self.key).body"): [1]]
        for number in 0..<1_000 { contents[ByteString("!/\(number)/selfcheck/\(Self.key)")] = [2] }
        let places = CachePlaces(in: MemoryFiles(contents))
        #expect(places.places.contains { $0.folder.isEmpty })
        #expect(places.places.count == CachePlaces.limit)
        #expect(places.cut == [.pip])
    }

    @Test func aFewAreAllRead() {
        let contents = Dictionary(
            uniqueKeysWithValues: (0..<CachePlaces.limit).map {
                (ByteString("\($0)/selfcheck/\(Self.key)"), [UInt8(1)])
            })
        let places = CachePlaces(in: MemoryFiles(contents))
        #expect(places.places.count == CachePlaces.limit)
        #expect(places.cut.isEmpty)
    }
}
