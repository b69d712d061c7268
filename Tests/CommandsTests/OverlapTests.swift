import Inventory
import TestSupport
import Testing

@testable import Commands

/// Audited directories that lie in one another, and mounts below them, held against the plain question of each pair.
@Suite struct OverlapTests {
    private static func paths(_ random: inout SeededGenerator) -> [ByteString] {
        let names = ["a", "a-b", "a.", "b", "a b", "\u{e9}"]
        return (0..<40).map { _ in
            let count = random.int(0...4)
            return ByteString("/" + (0..<count).map { _ in names[random.int(0...5)] }.joined(separator: "/"))
        }
    }

    private static func isBelow(_ inner: ByteString, _ outer: ByteString) -> Bool {
        inner != outer && inner.bytes.starts(with: outer.appending("").bytes)
    }

    @Test func theTopmostDirectoryIsNamed() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<200 {
            let paths = Self.paths(&random)
            let nested = Overlaps.nested(paths)
            let expected = paths.compactMap { inner in
                let outer = paths.filter { Self.isBelow(inner, $0) }.min { $0.bytes.count < $1.bytes.count }
                return outer.map { [inner, $0] }
            }
            #expect(nested.map { [$0.inner, $0.outer] } == expected)
        }
    }

    @Test func eachMountBelowIsNamedForEachCache() {
        var random = SeededGenerator(seed: 12)
        for _ in 0..<200 {
            let caches = Self.paths(&random).map { random.int(0...3) == 0 ? nil : $0 }
            let places = Set(Self.paths(&random))
            let found = MountsBelow.troubles(of: caches, places).map { "\($0.cache) \($0.path)" }
            let expected = caches.indices.flatMap { index in
                guard let cache = caches[index] else { return [String]() }
                return places.filter { Self.isBelow($0, cache) }.sorted().map { place in
                    "\(index) \(ByteString(Array(place.bytes.dropFirst(cache.appending("").bytes.count))))"
                }
            }
            #expect(found == expected)
        }
    }
}
