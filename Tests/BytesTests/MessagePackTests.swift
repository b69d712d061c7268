import Bytes
import TestSupport
import Testing

/// The events of a document in the form that the oracle writes.
private func line(_ document: [UInt8]) throws(ParseError) -> String {
    var scanner = try MessagePackScanner(document.span)
    var text = ""
    // For each open container what stands between its values next.
    var counts: [(isMap: Bool, seen: Int)] = []
    while true {
        let isKeyNext = scanner.isAtKey
        let event = try scanner.next()
        switch event {
        case .endArray, .endMap:
            text += event == .endMap ? "}" : "]"
            counts.removeLast()
            continue
        case .end: return text
        default: break
        }
        if let top = counts.last {
            if top.seen > 0 { text += top.isMap && !isKeyNext ? "=" : "," }
            counts[counts.count - 1].seen += 1
        }
        let token = Array(document[scanner.tokenStart..<scanner.tokenEnd])
        switch event {
        case .null: text += "n"
        case .boolean(let flag): text += flag ? "t" : "f"
        case .integer(let value): text += "i\(value)"
        case .unsigned(let value): text += "i\(value)"
        case .real(let value): text += "r" + (value.isNaN ? "nan" : OracleText.hexadecimal(value.bitPattern))
        case .text: text += "s" + OracleText.hexadecimal(token)
        case .binary: text += "b" + OracleText.hexadecimal(token)
        case .extension(let type): text += "x\(type):" + OracleText.hexadecimal(token)
        case .beginArray, .beginMap:
            let isMap = if case .beginMap = event { true } else { false }
            text += isMap ? "{" : "["
            counts.append((isMap, 0))
        case .endArray, .endMap, .end: break
        }
    }
}

@Suite("MessagePack")
struct MessagePackTests {
    private func refusal(_ bytes: [UInt8], _ limits: MessagePackLimits = .standard) -> String {
        do {
            var scanner = try MessagePackScanner(bytes.span, limits: limits)
            try scanner.skipValue()
            _ = try scanner.next()
            return "accepted"
        } catch {
            return error.reason
        }
    }

    @Test("A cache entry of pip is read token by token")
    func pip() throws {
        // {"response": {"body": b"", "status": 200}, "vary": {}}
        let document: [UInt8] =
            [0x82, 0xA8] + Array("response".utf8) + [0x82, 0xA4] + Array("body".utf8) + [0xC4, 0, 0xA6]
            + Array("status".utf8) + [0xCC, 200, 0xA4] + Array("vary".utf8) + [0x80]
        var scanner = try MessagePackScanner(document.span)
        #expect(try scanner.next() == .beginMap(2))
        #expect(scanner.isAtKey == true)
        #expect(try scanner.next() == .text)
        #expect(scanner.tokenIs("response") == true)
        #expect(scanner.tokenIs("responsf") == false)
        #expect(scanner.isAtKey == false)
        #expect(try scanner.next() == .beginMap(2))
        #expect(try scanner.next() == .text)
        #expect(scanner.text() == "body")
        #expect(try scanner.next() == .binary)
        #expect(scanner.token.isEmpty == true)
        #expect(try scanner.next() == .text)
        #expect(try scanner.next() == .integer(200))
        #expect(try scanner.next() == .endMap)
        #expect(scanner.depth == 1)
        #expect(try scanner.next() == .text)
        try scanner.skipValue()
        #expect(try scanner.next() == .endMap)
        #expect(try scanner.next() == .end)
    }

    @Test("Counts and lengths are compared with what is left")
    func bombs() {
        #expect(refusal([0xDD, 0xFF, 0xFF, 0xFF, 0xFF]).contains("a count of 4294967295, but 0 bytes are left"))
        #expect(refusal([0xDF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1]).contains("a count of 4294967295"))
        #expect(refusal([0xC6, 0xFF, 0xFF, 0xFF, 0xFF, 1]).contains("4294967295 bytes expected, 1 left"))
        #expect(refusal([0xC1]).contains("0xC1"))
        #expect(refusal([]).contains("1 bytes expected"))
        #expect(refusal([0x81, 0xC0]).contains("count of 1"))
    }

    @Test("Each limit holds, and what is at the limit passes")
    func limits() {
        let deep = [UInt8](repeating: 0x91, count: 100_000) + [0xC0]
        #expect(refusal(deep).contains("nested deeper than the limit of 128"))
        #expect(refusal(deep, MessagePackLimits(nesting: .max)) == "accepted")
        #expect(refusal([0x91, 0x90], MessagePackLimits(nesting: 2)) == "accepted")
        #expect(refusal([0x91, 0x90], MessagePackLimits(nesting: 1)).contains("nested deeper"))
        #expect(refusal([0xC0, 0xC0]).contains("1 bytes behind the value"))
        #expect(refusal([0xC0, 0xC0], MessagePackLimits(allowsTrailingBytes: true)) == "accepted")
        #expect(refusal([0xC0, 0xC0], MessagePackLimits(size: 1)).contains("2 bytes, more than the limit"))
    }

    @Test("Text that is no UTF-8 is no text")
    func notUTF8() throws {
        let document: [UInt8] = [0xA2, 0xC0, 0xAF]
        var scanner = try MessagePackScanner(document.span)
        #expect(try scanner.next() == .text)
        #expect(scanner.text() == nil)
        #expect(scanner.token.count == 2)
    }

    @Test("Right and broken documents are read as Python's msgpack reads them", arguments: [1, 2])
    func differential(seed: Int) throws {
        let output = try PythonOracle.ask(script: fixture("msgpack/cases.py"), input: Array("\(seed) 3000".utf8))
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 3_000)
        var accepted = 0
        for row in lines {
            let fields = row.split(separator: "\t", omittingEmptySubsequences: false)
            let document = OracleText.bytes(fields[0])
            do {
                let ours = try line(document)
                accepted += 1
                // Python takes times apart, and refuses those of another size.
                let isTime = fields[2].contains("Timestamp") || ours.contains("x-1:")
                #expect(ours == fields[2] || isTime, "\(fields[0])")
            } catch {
                #expect(fields[1] == "error", "\(error): \(fields[0])")
                #expect((0...document.count).contains(error.offset))
            }
        }
        #expect((800...2_900).contains(accepted), "\(accepted): both answers must be common")
    }
}
