import Audit
import Inventory
import Testing

private typealias P = Packages

/// What descriptions of pinned packages bring along, against lockfiles that pin only their archives.
struct DescriptionTests {
    private static func reading(
        _ required: [String] = [], relocation: String? = nil, present: [String] = ["lib", "evil"],
        parent: PackageDescription.Reference? = nil
    ) -> CacheReading {
        var reading = P.reading(
            present.map { P.artifact($0, "1.0", file: $0 + ".jar", ecosystem: .maven, kind: .jar) })
        reading.descriptions = [
            PackageDescription(
                ecosystem: .maven, name: "lib", version: "1.0", path: "lib.pom", parent: parent,
                required: required.map { .init(name: $0, version: "1.0") },
                relocation: relocation.map { .init(name: $0, version: "1.0") })
        ]
        return reading
    }

    private static func words(
        _ reading: CacheReading, _ names: [String], trust: Lockfile.Trust = .registered
    ) throws -> [String] {
        let pins = names.map { P.pin($0, "1.0", ecosystem: .maven) }
        return try P.judge([P.cache(reading)], pins: [P.locked(pins, trust: trust)]).words
    }

    @Test func whatNoLockfileNamesIsFound() throws {
        #expect(try Self.words(Self.reading(["evil"]), ["lib"]) == ["index-mismatch medium"])
        #expect(try Self.words(Self.reading(relocation: "evil"), ["lib"]) == ["index-mismatch high"])
        // A client goes there also where nothing lies yet.
        #expect(
            try Self.words(Self.reading(relocation: "evil", present: ["lib"]), ["lib"]) == ["index-mismatch high"])
    }

    @Test func honestOnesAreNot() throws {
        #expect(try Self.words(Self.reading(["evil"]), ["lib", "evil"]) == [])
        #expect(try Self.words(Self.reading(relocation: "evil"), ["lib", "evil"]) == [])
        // What is not in the cache is fetched and compared; what is not pinned is no project's.
        #expect(try Self.words(Self.reading(["evil"], present: ["lib"]), ["lib"]) == [])
        #expect(try Self.words(Self.reading(["evil"], relocation: "evil"), ["other"]) == [])
        // A lockfile that a build brought along vouches for nothing.
        #expect(try Self.words(Self.reading(["evil"]), ["lib"], trust: .discovered) == [])
    }

    @Test func parentsCountAsWell() throws {
        var reading = Self.reading(parent: .init(name: "parent", version: "3"))
        let parent = PackageDescription(
            ecosystem: .maven, name: "parent", version: "3", path: "parent.pom",
            parent: .init(name: "parent", version: "3"), required: [.init(name: "evil", version: nil)])
        reading.descriptions += [parent, parent]
        let found = try P.judge([P.cache(reading)], pins: [P.locked([P.pin("lib", "1.0", ecosystem: .maven)])])
        let said = found.findings.filter { $0.rule == "index-mismatch" }
        #expect(said.map(\.path) == ["parent.pom"], "one for each package that is brought along")
        #expect(said.first?.evidence.contains(.init("descriptions", .number(2))) == true)
        #expect(said.first?.evidence.contains(.init("brings", .bytes("evil"))) == true)
    }
}
