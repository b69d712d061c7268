import Hashing
import Inventory
import Linux
import Purge
import TestSupport
import Testing

/// A bundle is what other tools take it for, and nobody changes it unseen.
@Suite struct EvidenceTests {
    /// Reads a tar file with Python: name, size, digest and all else of each member.
    private static let listing = """
        import hashlib, sys, tarfile
        with tarfile.open(sys.argv[1]) as tar:
            for member in tar:
                assert member.isreg() and not member.issparse(), member
                assert (member.uid, member.gid, member.mode, member.uname) == (0, 0, 0o400, ""), member
                content = tar.extractfile(member).read()
                assert len(content) == member.size
                name = member.name.encode("utf-8", "surrogateescape").hex()
                isText = not any(0xDC80 <= ord(letter) <= 0xDCFF for letter in member.name)
                assert isText != (member.pax_headers.get("hdrcharset") == "BINARY"), member.name
                print(name, member.size, int(member.mtime), hashlib.sha256(content).hexdigest())
        """

    @Test func pythonReadsTheSame() throws {
        let bench = try EvidenceBench()
        let path = try bench.write()
        let python = try Program.run([PythonOracle.interpreter, "-c", Self.listing, path])
        #expect(python.errorText == "")
        let check = try bench.check(path)
        #expect(check.problems == [])
        #expect(check.header == EvidenceBench.header)
        let expected = check.members.map { member in
            "\(hex(member.name.bytes)) \(member.size) 1795229045 \(member.digest.hex)\n"
        }
        #expect(python.outputText == expected.joined())
        let files = EvidenceBench.hostileNames.map { ByteString(Array("files/".utf8) + $0) }
        #expect(check.members.map(\.name).filter { $0.bytes.starts(with: Array("files/".utf8)) } == files)
    }

    @Test func otherToolsUnpackAndCheckIt() throws {
        let bench = try EvidenceBench()
        let path = try bench.write()
        try bench.tree.makeFolder("unpacked")
        let unpacked = bench.tree.file("unpacked")
        let unpacking = try Program.run(["tar", "-xf", path, "-C", unpacked])
        #expect(unpacking.status == 0, "\(unpacking.errorText)")
        let sums = try Program.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], in: unpacked)
        #expect(sums.status == 0, "\(sums.outputText)\(sums.errorText)")
        // As the format's own description has it.
        let recipe = """
            { printf 'bezoar-evidence/1\\0'; openssl dgst -sha256 -binary SHA256SUMS; } > message
            openssl pkeyutl -verify -pubin -inkey "$0" -rawin -in message -sigfile SHA256SUMS.sig
            """
        let verdict = try Program.run(["sh", "-c", recipe, bench.tree.file("key.pub")], in: unpacked)
        #expect(verdict.status == 0, "\(verdict.errorText)")
        try bench.tree.write("unpacked/SHA256SUMS", "0")
        #expect(try Program.run(["sh", "-c", recipe, bench.tree.file("key.pub")], in: unpacked).status != 0)
    }

    @Test func theSameMembersMakeTheSameBytes() throws {
        let bench = try EvidenceBench()
        let first = try OwnFile.read(Array(try bench.write("a.tar").utf8), limit: 1 << 24)
        let second = try OwnFile.read(Array(try bench.write("b.tar").utf8), limit: 1 << 24)
        #expect(first == second)
        #expect(try Descriptor.status(ofPath: bench.tree.bytes("a.tar")).mode & 0o777 == 0o600)
        #expect(try Program.run(["ls", "-A", bench.tree.path]).outputText == "a.tar\nb.tar\ncontent\nkey.pub\n")
    }

    /// Sizes around the end of octal digits: Python sees the same, from a file that is one hole.
    @Test(arguments: [0o77_777_777_777, 0o77_777_777_777 + 1, 1 << 40] as [Int64])
    func sizesBeyondOctalAreRead(_ size: Int64) throws {
        let tree = try TestTree()
        let head = BundleHead(name: "files/large", size: size, modified: 7).blocks
        try tree.write("large.tar", head)
        let file = try Descriptor.open(tree.bytes("large.tar"), .readWrite)
        try file.setSize(Int64(head.count) + (size + 511) / 512 * 512 + 1024)
        let script = """
            import sys, tarfile
            for member in tarfile.open(sys.argv[1]): print(member.name, member.size, member.offset_data)
            """
        let python = try Program.run([PythonOracle.interpreter, "-c", script, tree.file("large.tar")])
        #expect(python.outputText == "files/large \(size) \(head.count)\n", "\(python.errorText)")
    }

    @Test func everyChangedByteIsNoticed() throws {
        let bench = try EvidenceBench()
        let path = try bench.write(files: [Array("a".utf8), [0xff], Array(repeating: 0x61, count: 200)])
        let sound = try OwnFile.read(Array(path.utf8), limit: 1 << 20)
        let verifying = try bench.key.verifyingKey()
        func problems(_ bytes: [UInt8]) throws -> [EvidenceCheck.Problem] {
            try EvidenceReader.check(size: Int64(bytes.count), key: verifying) { offset, count in
                let start = min(Int(offset), bytes.count)
                return Array(bytes[start..<min(bytes.count, start + count)])
            }.problems
        }
        #expect(try problems(sound) == [])
        for index in stride(from: 0, to: sound.count, by: 13) {
            var changed = sound
            changed[index] ^= 1
            #expect(try !problems(changed).isEmpty, "byte \(index)")
        }
        for length in stride(from: 0, to: sound.count, by: 97) {
            #expect(try !problems(Array(sound[..<length])).isEmpty, "cut at \(length)")
        }
        #expect(try !problems(sound + [0]).isEmpty)
        #expect(try !problems(sound + [UInt8](repeating: 0, count: 512)).isEmpty)
    }

    @Test func whatDoesNotFitIsNamed() throws {
        let bench = try EvidenceBench()
        let path = try bench.write(files: [Array("bad.whl".utf8), Array("other.whl".utf8)])
        var bytes = try OwnFile.read(Array(path.utf8), limit: 1 << 20)
        let place = try #require(bytes.firstRange(of: Array("content 1".utf8)))
        bytes[place.lowerBound] = UInt8(ascii: "C")
        try bench.tree.write("changed.tar", bytes)
        let check = try bench.check(bench.tree.file("changed.tar"))
        #expect(check.problems.map(\.kind) == [.changed])
        #expect(check.problems.map(\.member) == ["files/other.whl"])
        // Another key: the bundle says so, and the signature is not its.
        let other = try SigningKey()
        let file = try Descriptor.open(Array(path.utf8), .readOnly)
        let strange = try EvidenceReader.check(file, key: other.verifyingKey())
        #expect(strange.problems.map(\.kind) == [.otherKey, .badSignature])
    }

    @Test func namesThatLeadOutOrStandTwiceAreRefused() throws {
        let bench = try EvidenceBench()
        var writer = try EvidenceWriter.begin(
            ByteString(bench.tree.file("x.tar")), EvidenceBench.header, key: bench.key)
        try writer.add(document: "a.json", [])
        for name in ["a.json", "", "..", "a/b", "a\n", "é"] {
            do throws(EvidenceError) {
                try writer.add(document: name, [])
                Issue.record("\(name) was taken")
            } catch {
                #expect(error.kind == .badName)
            }
        }
        for name: ByteString in ["../x", "/x", "a//b", ""] {
            do throws(EvidenceError) {
                let file = try openAny(bench)
                try writer.add(file: name, from: file)
                Issue.record("\(name) was taken")
            } catch {
                #expect(error.kind == .badName)
            }
        }
        writer.discard()
        #expect(try Program.run(["ls", "-A", bench.tree.path]).outputText == "key.pub\n")
    }

    @Test func anEntryOfTheQuarantineIsAddedWhole() throws {
        let bench = try EvidenceBench()
        let caches = try QuarantineBench()
        try caches.tree.write("cache/a/b.whl", "bad")
        try caches.tree.link("cache/link", to: "away")
        var store = try caches.open()
        let entries = [try caches.put("a/b.whl", into: &store), try caches.put("link", into: &store)]
        let path = bench.tree.file("x.tar")
        var writer = try EvidenceWriter.begin(ByteString(path), EvidenceBench.header, key: bench.key)
        for entry in entries { try writer.add(entry, of: store) }
        // Somebody changed the object: it is no evidence any more, and the bundle stays what it was.
        try caches.tree.write("cache/c", String(repeating: "c", count: 700_000))
        let changed = try caches.put("c", into: &store)
        try caches.tree.write(
            "quarantine/objects/" + (changed.digest?.hex ?? ""), [UInt8](repeating: 1, count: 600_000))
        do throws(EvidenceError) {
            try writer.add(changed, of: store)
            Issue.record("it was taken")
        } catch {
            #expect(error.kind == .malformed("its content has another digest than it should have"))
        }
        try writer.add(document: "last.json", Array("{}".utf8))
        try writer.finish(key: bench.key, replaces: false)
        let check = try bench.check(path)
        #expect(check.problems == [])
        #expect(
            check.members.map(\.name).dropFirst().dropLast(2) == [
                ByteString("files/\(entries[0].id)/a/b.whl"), ByteString("documents/entry-\(entries[0].id).json"),
                ByteString("documents/entry-\(entries[1].id).json"), "documents/last.json",
            ])
    }

    @Test func holesStayHoles() throws {
        let bench = try EvidenceBench()
        try bench.tree.writeSparse("sparse", size: 50 << 20, "end", at: (50 << 20) - 3)
        var writer = try EvidenceWriter.begin(
            ByteString(bench.tree.file("x.tar")), EvidenceBench.header, key: bench.key)
        let file = try Descriptor.open(bench.tree.bytes("sparse"), .readOnly)
        let digest = try writer.add(file: "sparse", from: file)
        try writer.finish(key: bench.key, replaces: false)
        let check = try bench.check(bench.tree.file("x.tar"))
        #expect(check.problems == [])
        #expect(check.members.first { $0.name == "files/sparse" }?.digest == digest)
        // Holes stay holes.
        #expect(try Descriptor.status(ofPath: bench.tree.bytes("x.tar")).blocks < 1_000)
        let sum = try Program.run(["sha256sum", bench.tree.file("sparse")]).outputText
        #expect(sum.hasPrefix(digest.hex))
    }
}

/// Some open file.
private func openAny(_ bench: EvidenceBench) throws(EvidenceError) -> Descriptor {
    do throws(SystemError) {
        return try Descriptor.open(bench.tree.bytes("key.pub"), .readOnly)
    } catch {
        throw EvidenceError(.system(error))
    }
}

private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
