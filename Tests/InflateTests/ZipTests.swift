import Inflate
import Testing

@Suite("Zip files")
struct ZipTests {
    private typealias Entry = Builder.Entry

    private func oddities(_ file: [UInt8]) throws -> [ZipOddity] {
        try ZipDirectory(ByteSource(file)).oddities
    }

    @Test("A plain file has no oddity, and its contents come out")
    func plain() throws {
        let source = ByteSource(Builder.zip([Entry("a/", ""), Entry("a/b.py", "import os"), Entry("c", "")]))
        let directory = try ZipDirectory(source)
        #expect(directory.oddities.isEmpty)
        #expect(directory.entries.map(\.kind) == [.folder, .file, .file])
        let index = try #require(directory.index(of: Array("a/b.py".utf8)))
        let content = try ZipEntryReader.content(of: directory.entries[index], in: source, limit: 100)
        #expect(content == Array("import os".utf8))
        #expect(throws: ArchiveError.self) {
            try ZipEntryReader.content(of: directory.entries[index], in: source, limit: 8)
        }
        #expect(try oddities(Builder.zip([])).isEmpty)
    }

    @Test("Headers that disagree are named")
    func disagreement() throws {
        let entry = Entry("a", "text")
        #expect(
            try oddities(Builder.zip([entry.with { $0.localName = "b" }])) == [
                .localName(entry: 0, local: [UInt8(ascii: "b")])
            ])
        #expect(
            try oddities(Builder.zip([entry.with { $0.localSize = 9 }])) == [
                .localSizes(entry: 0, compressed: 9, size: 9)
            ])
        #expect(try oddities(Builder.zip([entry.with { $0.localCRC = 9 }])) == [.localChecksum(entry: 0, 9)])
        #expect(try oddities(Builder.zip([entry.with { $0.localMethod = 8 }])) == [.localMethod(entry: 0, 8)])
        #expect(try oddities(Builder.zip([entry.with { $0.offset = 7 }])).contains(.noLocalHeader(entry: 0)))
        #expect(try oddities(Builder.zip([entry], count: 3)) == [.entryCount(stated: 3, found: 1)])
        #expect(try oddities(Builder.zip([entry, entry])) == [.duplicateName(entry: 1, first: 0)])
    }

    @Test("Descriptors are found in each form, and missed where there is none")
    func descriptors() throws {
        let content = Array("text".utf8)
        let sum = Builder.little(Builder.crc32(content), 4)
        let sizes = Builder.little(4, 4) + Builder.little(4, 4)
        let wide = Builder.little(4, 8) + Builder.little(4, 8)
        func with(_ descriptor: [UInt8]) -> [UInt8] {
            Builder.zip([
                Entry("a", "text").with {
                    $0.flags = 8
                    $0.localSize = 0
                    $0.localCRC = 0
                    $0.descriptor = descriptor
                }, Entry("b"),
            ])
        }
        let mark: [UInt8] = [0x50, 0x4B, 7, 8]
        for descriptor in [mark + sum + sizes, sum + sizes, mark + sum + wide, sum + wide] {
            #expect(try oddities(with(descriptor)).isEmpty)
        }
        #expect(try oddities(with([])).contains(.noDescriptor(entry: 0)))
        let wrong = mark + [1, 0, 0, 0] + sizes
        #expect(try oddities(with(wrong)) == [.localChecksum(entry: 0, 1)])
    }

    @Test("Entries that lie across one another, and what lies between them, are named")
    func layout() throws {
        let two = [Entry("a", "one"), Entry("b", "two")]
        #expect(
            try oddities(Builder.zip([two[0], two[1].with { $0.offset = 0 }])).contains(.overlap(entry: 0, next: 1)))
        let hidden = try oddities(Builder.zip([two[0], Entry("evil", "x").with { $0.isListed = false }, two[1]]))
        #expect(hidden.contains(.unlistedData(offset: 34, count: 35)))
        #expect(hidden.contains(.unlistedEntry(offset: 34, name: Array("evil".utf8))))
        let last = try oddities(Builder.zip([two[0], Entry("evil", "x").with { $0.isListed = false }]))
        #expect(last.contains(.unlistedEntry(offset: 34, name: Array("evil".utf8))))
        #expect(try oddities(Builder.zip(two, prefix: Array("#!/bin/sh\n".utf8))) == [.prefixData(count: 10)])
        let polyglot = Builder.zip(two, prefix: Builder.zip([Entry("evil")]))
        #expect(try oddities(polyglot).contains { if case .unlistedEntry = $0 { true } else { false } })
    }

    @Test("A second end record and what follows the end are named")
    func ends() throws {
        let plain = Builder.zip([Entry("a")])
        #expect(try oddities(plain + [1, 2]) == [.trailingData(count: 2)])
        // The whole of another archive as the comment: which of the two is read differs.
        let nested = try ZipDirectory(ByteSource(Builder.zip([Entry("a")], comment: plain)))
        #expect(nested.oddities.contains { if case .secondEndRecord = $0 { true } else { false } })
    }

    @Test("The mark of another end is found wherever it stands")
    func marks() throws {
        let mark: [UInt8] = [0x50, 0x4B, 5, 6]
        for length in 0..<600 {
            // Half a mark before it, and one that is cut short behind.
            let name = String(repeating: "P", count: length) + "PK\u{5}\u{6}PK\u{5}"
            let bytes = Builder.zip([Entry(name)])
            let places = bytes.indices.filter { bytes[$0...].starts(with: mark) }
            // In the local header, in the directory, and the right one.
            try #require(places.count == 3)
            let found = try ZipDirectory(ByteSource(bytes)).oddities.filter {
                if case .secondEndRecord = $0 { true } else { false }
            }
            #expect(found == [.secondEndRecord(offset: places[1])], "\(length)")
        }
    }

    @Test("Names and kinds that lead astray are named")
    func names() throws {
        let cases: [(String, [NameOddity])] = [
            ("../a", [.traversal]), ("a/../b", [.traversal]), ("..", [.traversal]), ("a..b/..c", []),
            ("/a", [.absolute]), ("C:a", [.absolute]), ("a\\..\\b", [.traversal, .backslash]), ("", [.empty]),
            ("a\u{0}.py", [.zeroByte]), ("a\n", [.control]), ("./a", [.unnormalized]), ("a//b", [.unnormalized]),
            ("a/", []), ("é", []),
        ]
        for (name, expected) in cases {
            #expect(NameOddity.all(in: Array(name.utf8)) == expected, "\(name.debugDescription)")
        }
        #expect(NameOddity.all(in: [0xFF]) == [.notUTF8])
        let link = Entry("l", "/etc/passwd").with { $0.attributes = 0o120777 << 16 }
        #expect(try oddities(Builder.zip([link])) == [.symbolicLink(entry: 0)])
        let pipe = Entry("p").with { $0.attributes = 0o010644 << 16 }
        #expect(try oddities(Builder.zip([pipe])) == [.specialFile(entry: 0)])
        let locked = Entry("p").with { $0.flags = 1 }
        #expect(try oddities(Builder.zip([locked])) == [.encrypted(entry: 0)])
        let second = Entry("a").with { $0.extra = [0x75, 0x70, 6, 0, 1, 0, 0, 0, 0, UInt8(ascii: "b")] }
        #expect(try oddities(Builder.zip([second])) == [.secondName(entry: 0, name: [UInt8(ascii: "b")])])
    }

    @Test("Content that is not what the directory says is an error")
    func content() throws {
        let file = Builder.zip([Entry("a", "text")])
        var changed = file
        changed[32] ^= 1
        let directory = try ZipDirectory(ByteSource(changed))
        #expect(directory.oddities.isEmpty, "only the content was changed")
        do throws(ArchiveError) {
            _ = try ZipEntryReader.content(of: directory.entries[0], in: ByteSource(changed), limit: 100)
            Issue.record("the checksum was not checked")
        } catch {
            #expect(error.kind == .mismatch)
        }
    }

    @Test("Limits hold, and oddities beyond theirs are counted")
    func limits() throws {
        let many = Builder.zip((0..<5).map { _ in Entry("../a") })
        #expect(try ZipDirectory(ByteSource(many), limits: ZipLimits(entries: 5)).entries.count == 5)
        #expect(throws: ArchiveError.self) { try ZipDirectory(ByteSource(many), limits: ZipLimits(entries: 4)) }
        #expect(throws: ArchiveError.self) { try ZipDirectory(ByteSource(many), limits: ZipLimits(directory: 100)) }
        let few = try ZipDirectory(ByteSource(many), limits: ZipLimits(oddities: 2))
        #expect(few.oddities.count == 2 && few.furtherOddities == 7)
    }
}
