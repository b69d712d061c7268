import Hashing
import Inventory
import Purge
import TestSupport
import Testing

/// The documents follow their schemas, whatever stands in them, and Python reads what was meant.
@Suite struct SchemaTests {
    private static let documents = 150

    private func complaints(_ schema: String, _ documents: [[UInt8]]) throws -> String {
        let file = documents.flatMap { $0 + [0, UInt8(ascii: "\n")] }
        let head = Array("schema \(schema)\n\(file.count)\n".utf8)
        return try String(
            decoding: PythonOracle.ask(script: fixture("report/oracle.py"), input: head + file), as: UTF8.self)
    }

    @Test func entriesFollowTheirSchema() throws {
        var random = SeededGenerator(seed: 1)
        let entries = (0..<Self.documents).map { _ in ImaginedEntry.make(using: &random) }
        // Without the last line break: a line of its own is none of the document's.
        #expect(try complaints("quarantine-1", entries.map { $0.document.dropLast() }) == "")
        for entry in entries { #expect(try QuarantineEntry(document: entry.document) == entry) }
    }

    @Test func statementsFollowTheirSchema() throws {
        var random = SeededGenerator(seed: 2)
        let receipts = (0..<Self.documents).map { _ in
            var receipt = ReceiptTests.sample
            receipt.host = ImaginedEntry.bytes(using: &random)
            receipt.removed[0].path = ImaginedEntry.bytes(using: &random)
            receipt.removed[0].digest = random.int(0...1) == 0 ? nil : ReceiptTests.digest
            receipt.left[0].path = ImaginedEntry.bytes(using: &random)
            receipt.isVerified = random.int(0...1) == 0
            receipt.isResumed = random.int(0...1) == 0
            receipt.resumptions = (0..<random.int(0...3)).map { _ in Int64(random.int(Int.min...Int.max)) }
            receipt.isStopped = random.int(0...1) == 0
            receipt.areCountsExact = random.int(0...1) == 0
            return receipt
        }
        #expect(try complaints("receipt-1", receipts.map(\.statement)) == "")
        for receipt in receipts { #expect(try Receipt(statement: receipt.statement) == receipt) }
    }

    @Test func plansFollowTheirSchema() throws {
        var random = SeededGenerator(seed: 4)
        let plans = (0..<Self.documents).map { _ in
            var plan = PlanTests.sample
            plan.targets[0].cache = ImaginedEntry.bytes(using: &random)
            plan.targets[0].entries?[0].path = ImaginedEntry.bytes(using: &random)
            plan.targets[1].lastUsed = random.int(0...1) == 0 ? nil : 7
            return plan
        }
        #expect(try complaints("plan-1", plans.map { PlanDocument.bytes(of: $0).dropLast() }) == "")
    }

    @Test func bundleHeadersFollowTheirSchema() throws {
        let bench = try EvidenceBench()
        let path = try bench.write(files: [])
        let header = try Program.run(["tar", "-xOf", path, "evidence.json"]).output
        #expect(
            try complaints("evidence-1", Array(repeating: header.dropLast(), count: Self.documents).map { Array($0) })
                == "")
    }
}

/// Entries with odd values in all places.
enum ImaginedEntry {
    /// Some bytes, half of them no UTF-8.
    static func bytes(using random: inout SeededGenerator) -> ByteString {
        let pieces: [[UInt8]] = [
            [0xff], Array("é".utf8), Array("##[x]".utf8), [0x1b, 0x5b], Array("%41".utf8), Array("\"\\".utf8), [0x7f],
            Array("name".utf8), Array("\u{202e}".utf8), Array("😀".utf8),
        ]
        return ByteString((0...random.int(0...4)).flatMap { _ in random.pick(pieces) })
    }

    static func make(using random: inout SeededGenerator) -> QuarantineEntry {
        var entry = QuarantineEntry(
            id: "4f0c21d8a37be951", taken: Int64(random.int(Int.min...Int.max)),
            why: .init(
                rule: random.int(0...1) == 0 ? nil : "self-attested", incident: "i\u{0}", reason: "##",
                purge: random.int(0...1) == 0 ? nil : Int64(random.int(0...9))),
            cache: bytes(using: &random), folder: ByteString("/").appending(bytes(using: &random)),
            path: bytes(using: &random))
        entry.kind = random.pick(EntryKind.allCases.filter { $0 != .unknown })
        switch entry.kind {
        case .file:
            entry.size = Int64(random.int(0...Int.max))
            entry.digest = ReceiptTests.digest
        case .symbolicLink: entry.target = bytes(using: &random)
        case .characterDevice, .blockDevice: entry.specialDevice = UInt64(random.int(1...Int.max))
        default: break
        }
        entry.owner = UInt32(random.int(0...Int(UInt32.max)))
        entry.mode = UInt32(random.int(0...0o7777))
        entry.modified = Int64(random.int(Int.min...Int.max))
        entry.changed = .min
        entry.attributes = (0..<random.int(0...3)).map { _ in
            .init(name: bytes(using: &random), value: bytes(using: &random).bytes)
        }
        entry.isStable = random.int(0...1) == 0
        entry.builds = ["b\u{1b}"]
        return entry
    }
}
