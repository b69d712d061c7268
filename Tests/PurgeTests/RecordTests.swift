import Bytes
import Inventory
import Purge
import TestSupport
import Testing

/// The parts that documents are made of.
@Suite struct RecordTests {
    @Test func base64IsThatOfOthers() throws {
        var random = SeededGenerator(seed: 3)
        for length in 0..<200 {
            let bytes = (0..<length).map { _ in UInt8(random.int(0...255)) }
            let text = Base64.encode(bytes)
            #expect(Base64.decode(text.utf8) == bytes)
            if length % 20 == 0 {
                #expect(try Program.run(["base64", "-w0"], input: bytes).outputText == text)
            }
        }
        for text in ["A", "AA", "AAA", "A===", "AB==", "AAB=", "AA=A", "====", "AA==AA==", "AA-_", "AAAA\n", " AAAA"] {
            #expect(Base64.decode(text.utf8) == nil, "\(text)")
        }
    }

    /// Moments of an entry are those that Python computes, at both ends of what 64 bits hold.
    @Test func momentsAreThoseOfOthers() throws {
        var random = SeededGenerator(seed: 4)
        var moments: [Int64] = [
            .min, .min + 1, -1_000_000_000, -1, 0, 1, 951_782_400_000_000_000, 4_107_542_399_999_999_999, .max,
        ]
        moments += (0..<300).map { _ in Int64(random.int(Int.min...Int.max)) }
        var lines = ""
        for moment in moments {
            var entry = ImaginedEntry.make(using: &random)
            entry.taken = moment
            let read = try QuarantineEntry(document: entry.document)
            #expect(read.taken == moment)
            let text = String(decoding: entry.document, as: UTF8.self)
            lines +=
                "\(moment) \(text.firstRange(of: "\"taken\":\"").map { text[$0.upperBound...].prefix(30) } ?? "")\n"
        }
        let script = """
            import datetime, sys
            for line in sys.stdin:
                number, text = line.split()
                seconds, rest = divmod(int(number), 10**9)
                moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)
                expected = moment.strftime("%Y-%m-%dT%H:%M:%S") + ".%09dZ" % rest
                if text != expected: print(number, text, expected)
            """
        let python = try Program.run([PythonOracle.interpreter, "-c", script], input: Array(lines.utf8))
        #expect(python.outputText == "" && python.status == 0, "\(python.errorText)")
    }

    /// What differs from a document in one place is refused, or is read as what it says.
    @Test func damagedEntriesNeverTrap() {
        var random = SeededGenerator(seed: 6)
        let mutation = Mutation(pieces: ["null", "{}", "[", "..", "/", "-1", "1e9", "\"", "\"mode\":4096", "%zz"])
        var taken = 0
        for _ in 0..<3_000 {
            let document = mutation.of(ImaginedEntry.make(using: &random).document, using: &random)
            guard let entry = try? QuarantineEntry(document: document) else { continue }
            taken += 1
            #expect(QuarantineEntry.isBelow(entry.path))
            #expect((try? QuarantineEntry(document: entry.document)) == entry)
        }
        #expect(taken < 1_500)
    }

    @Test(arguments: [
        ("\"path\":\"a\"", "\"path\":\"../a\"", "leading out"),
        ("\"path\":\"a\"", "\"path\":\"a\",\"path\":\"b\"", "twice"),
        ("\"mode\":0", "\"mode\":65536", "permission bits"), ("\"owner\":0", "\"owner\":-1", "range"),
        ("\"kind\":\"file\"", "\"kind\":\"FIFO\"", "its kind"), ("\"folder\":\"/c\"", "\"folder\":\"c\"", "absolute"),
        ("bezoar.quarantine/1", "bezoar.quarantine/2", "not `bezoar.quarantine/1`"),
        ("000Z\",\"links", "000z\",\"links", "nine decimals"), ("{", "[", "expected"),
    ])
    func oddEntriesAreRefusedInWords(_ part: String, _ other: String, _ words: String) throws {
        var entry = QuarantineEntry(
            id: "4f0c21d8a37be951", taken: 0, why: .init(), cache: "id", folder: "/c", path: "a")
        entry.digest = ReceiptTests.digest
        let text = String(decoding: entry.document, as: UTF8.self)
        #expect(try QuarantineEntry(document: Array(text.utf8)) == entry)
        let range = try #require(text.firstRange(of: part))
        do throws(QuarantineError) {
            _ = try QuarantineEntry(document: Array(text.replacingCharacters(range, other).utf8))
            Issue.record("taken")
        } catch {
            #expect(error.description.contains(words), "\(error)")
        }
    }
}

extension String {
    /// The text with a part replaced.
    fileprivate func replacingCharacters(_ range: Range<Index>, _ other: String) -> String {
        String(self[..<range.lowerBound]) + other + self[range.upperBound...]
    }
}
