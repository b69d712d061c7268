import Inflate
import Testing

@Suite("Tar files")
struct TarTests {
    private func listing(_ file: [UInt8]) throws -> TarListing {
        try TarListing(try ByteStream(ByteSource(file), coding: .identity))
    }

    private func names(_ listing: TarListing) -> [String] {
        listing.entries.map { String(decoding: $0.name, as: UTF8.self) }
    }

    private func records(_ pairs: [(String, String)]) -> [UInt8] {
        pairs.flatMap { key, value in
            var length = key.utf8.count + value.utf8.count + 3
            while "\(length)".count + key.utf8.count + value.utf8.count + 3 != length { length += 1 }
            return Array("\(length) \(key)=\(value)\n".utf8)
        }
    }

    @Test("Members come with their contents, also from gzip")
    func plain() throws {
        let file =
            Builder.tar("package/", type: "5") + Builder.tar("package/a", content: [1, 2, 3])
            + Builder.tar("l", type: "2", link: "package/a") + Builder.tarEnd
        let list = try listing(file)
        #expect(list.oddities.isEmpty)
        #expect(names(list) == ["package/", "package/a", "l"])
        #expect(list.entries.map(\.kind) == [.folder, .file, .symbolicLink])
        var reader = TarReader(try ByteStream(ByteSource(Builder.gzip(file)), coding: .gzip))
        _ = try reader.next()
        #expect(try reader.next()?.size == 3)
        #expect(try reader.content(limit: 3) == [1, 2, 3])
        #expect(try reader.next()?.link == Array("package/a".utf8))
        #expect(try reader.next() == nil)
        #expect(try reader.next() == nil)
    }

    @Test("Long names come from extended headers, GNU headers and prefixes")
    func longNames() throws {
        let file =
            Builder.tar("x", type: "x", content: records([("path", "one"), ("size", "2")]))
            + Builder.tar("short", content: [7, 7], size: 2)
            + Builder.tar("L", type: "L", content: Array("two\u{0}".utf8))
            + Builder.tar("short") + Builder.tar("three", prefix: "d") + Builder.tarEnd
        let list = try listing(file)
        #expect(names(list) == ["one", "two", "d/three"])
        #expect(list.oddities.isEmpty)
        #expect(list.entries[0].extendedKeys == [Array("path".utf8), Array("size".utf8)])
    }

    @Test("What readers disagree about is named")
    func oddities() throws {
        let end = Builder.tarEnd
        #expect(try listing(Builder.tar("a", type: "5", size: 9) + end).oddities == [.sizeOfNoContent(member: 0, 9)])
        #expect(try listing(Builder.tar("a", type: "Z") + end).oddities == [.unknownType(member: 0, UInt8(ascii: "Z"))])
        #expect(try listing(Builder.tar("a", type: "6") + end).oddities == [.specialFile(member: 0)])
        #expect(
            try listing(Builder.tar("a") + Builder.tar("a") + end).oddities == [.duplicateName(member: 1, first: 0)])
        #expect(try listing(Builder.tar("../a") + end).oddities == [.name(member: 0, .traversal)])
        #expect(try listing(Builder.tar("d/l", type: "2", link: "../a") + end).oddities.isEmpty)
        for link in ["../../a", "/etc"] {
            #expect(
                try listing(Builder.tar("d/l", type: "2", link: link) + end).oddities == [.linkLeadsOutside(member: 0)])
        }
        #expect(try listing(Builder.tar("l", type: "1", link: "../a") + end).oddities == [.linkLeadsOutside(member: 0)])
        #expect(
            try listing(Builder.tar("a", prefix: "d", magic: "ustar  ") + end).oddities == [
                .prefixWithoutMark(member: 0)
            ])
        #expect(try listing(Builder.tar("a")).oddities == [.noEndMark])
        #expect(try listing(Builder.tar("a") + end + Builder.tar("b") + end).oddities == [.dataAfterEnd(offset: 1536)])
        let twice = Builder.tar("x", type: "x", content: records([("path", "one"), ("path", "two")]))
        #expect(
            try listing(twice + Builder.tar("a") + end).oddities == [.repeatedKey(member: 0, key: Array("path".utf8))])
        let long = Builder.tar("L", type: "L", content: Array("long".utf8))
        let both = Builder.tar("x", type: "x", content: records([("path", "one")])) + long + Builder.tar("a") + end
        #expect(try listing(both).oddities == [.twoNames(member: 0)])
        let all = Builder.tar("g", type: "g", content: records([("path", "one")])) + Builder.tar("a") + end
        #expect(try listing(all).oddities == [.globalKey(member: 0, key: Array("path".utf8))])
        #expect(names(try listing(all)) == ["one"])
        let map = Builder.tar("x", type: "x", content: records([("GNU.sparse.name", "one")])) + Builder.tar("a") + end
        #expect(try listing(map).oddities == [.sparse(member: 0)])
        // A folder by its cut name, a file by its whole one: content follows for one kind of reader only.
        let kinds = Builder.tar("x", type: "x", content: records([("path", "d/f")])) + Builder.tar("d/", type: "\u{0}")
        #expect(try listing(kinds + end).oddities == [.twoKinds(member: 0)])
        var filled = Builder.tar("a", content: [1]) + end
        filled[600] = 1
        #expect(try listing(filled).oddities == [.paddingFilled(member: 0)])
    }

    @Test("What is broken is an error, and nothing is passed over")
    func faults() {
        func kind(_ file: [UInt8]) -> ArchiveError.Kind? {
            do {
                _ = try listing(file)
                return nil
            } catch {
                return (error as? ArchiveError)?.kind
            }
        }
        var changed = Builder.tar("a")
        changed[1] = 7
        #expect(kind(changed + Builder.tarEnd) == .malformed)
        #expect(kind(Array(Builder.tar("a").dropLast())) == .truncated)
        #expect(kind(Builder.tar("a", size: 600)) == .truncated)
        #expect(kind(Builder.tar("x", type: "x", content: Array("99 path=a\n".utf8)) + Builder.tar("a")) == .malformed)
        #expect(kind(Builder.tar("x", type: "x", content: records([("path", "a")])) + Builder.tarEnd) == .truncated)
        #expect(kind([]) == nil, "an empty file holds no member")
    }

    @Test("Limits hold, and what is at the limit passes")
    func limits() throws {
        let two = Builder.tar("../a") + Builder.tar("../b", content: [1, 2]) + Builder.tarEnd
        func read(_ limits: TarLimits) throws -> TarListing {
            try TarListing(try ByteStream(ByteSource(two), coding: .identity), limits: limits)
        }
        #expect(try read(TarLimits(members: 2)).entries.count == 2)
        #expect(throws: ArchiveError.self) { try read(TarLimits(members: 1)) }
        #expect(try read(TarLimits(oddities: 1)).furtherOddities == 1)
        let long = Builder.tar("L", type: "L", content: [UInt8](repeating: 97, count: 100)) + Builder.tar("a")
        #expect(throws: ArchiveError.self) {
            try TarListing(try ByteStream(ByteSource(long), coding: .identity), limits: TarLimits(header: 99))
        }
        var reader = TarReader(try ByteStream(ByteSource(two), coding: .identity))
        _ = try reader.next()
        _ = try reader.next()
        do throws(ArchiveError) {
            _ = try reader.content(limit: 1)
            Issue.record("the limit was passed over")
        } catch {
            #expect(error.kind == .tooLarge)
        }
    }
}
