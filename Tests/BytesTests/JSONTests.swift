import Bytes
import Testing

@Suite("JSON")
struct JSONTests {
    private func parse(_ text: String, _ limits: JSONLimits = .standard) throws(ParseError) -> JSONValue {
        try JSON.parse(Array(text.utf8), limits: limits)
    }

    private func refusal(_ text: String, _ limits: JSONLimits = .standard) -> String {
        do {
            _ = try parse(text, limits)
            return "accepted"
        } catch {
            return error.description
        }
    }

    @Test("Right documents are accepted", arguments: JSONCases.right)
    func right(document: String) throws {
        _ = try parse(document)
    }

    @Test("Wrong documents are refused", arguments: JSONCases.wrong)
    func wrong(document: String) {
        #expect(throws: ParseError.self) { try parse(document) }
    }

    @Test("Bytes that are not UTF-8 are refused", arguments: JSONCases.notUTF8)
    func notUTF8(document: [UInt8]) {
        #expect(throws: ParseError.self) { try JSON.parse(document) }
    }

    @Test("Lone surrogates are refused, or replaced where that is asked for", arguments: JSONCases.lone)
    func lone(document: String) throws {
        #expect(refusal(document).contains("surrogate"))
        _ = try parse(document, JSONLimits(loneSurrogates: .replaced))
    }

    @Test("Repeated keys are kept and named")
    func duplicates() throws {
        let value = try parse(#"{"a":1,"b":2,"\u0061":3,"a":4,"\u00e9":5,"e\u0301":6}"#)
        let object = try #require(value.object)
        #expect(object.members.count == 6)
        #expect(object.duplicateKeys == ["a"], "the two spellings of é are two keys")
        #expect(object["a"]?.integer == 4, "the last one counts, as for JavaScript")
        #expect(object["\u{E9}"]?.integer == 5)
        #expect(object["e\u{301}"]?.integer == 6)
        #expect(object.members[2].keyOffset == 14)
        #expect(try parse("{\"a\":{\"b\":1},\"c\":{\"b\":1}}").object?.duplicateKeys == [])
    }

    @Test("Errors say where, what was found and what was expected")
    func errors() {
        #expect(
            refusal("{\n \"é\": tru}")
                == "JSON, line 2, column 7: found `t`, expected a value: `true`, `false` or `null`, or text in double quotes"
        )
        #expect(refusal("{\"a\":1,}").contains("column 8: found `}`, expected a key"))
        #expect(refusal("[1").contains("found the end of the document, expected `,` or `]`"))
        #expect(refusal("[\"a").contains("column 2: found the end of the document, expected `\"`"))
        #expect(refusal("[1] \u{202E}").contains("found `\\u{202E}`, expected the end"))
        #expect(refusal("012").contains("leading zeros"))
    }

    @Test("Each limit holds, and what is at the limit passes")
    func limits() {
        #expect(refusal("[1]", JSONLimits(size: 3)) == "accepted")
        #expect(refusal("[12]", JSONLimits(size: 3)).contains("4 bytes"))
        #expect(refusal("[{}]", JSONLimits(nesting: 2)) == "accepted")
        #expect(refusal("[{\"a\":[]}]", JSONLimits(nesting: 2)).contains("nested deeper"))
        #expect(refusal("[1,2]", JSONLimits(values: 3)) == "accepted")
        #expect(refusal("[1,2,3]", JSONLimits(values: 3)).contains("more values"))
        #expect(refusal("123", JSONLimits(numberLength: 3)) == "accepted")
        #expect(refusal("1234", JSONLimits(numberLength: 3)).contains("a number has 4 bytes"))
    }

    @Test("A hundred thousand open brackets are an error, not the end of the stack")
    func deep() throws {
        let brackets = String(repeating: "[", count: 100_000)
        #expect(refusal(brackets).contains("nested deeper"))
        #expect(refusal(brackets, JSONLimits(nesting: .max)).contains("end of the document"))
        let closed = Array((brackets + String(repeating: "]", count: 100_000)).utf8)
        var scanner = try JSONScanner(closed.span, limits: JSONLimits(nesting: .max))
        try scanner.skipValue()
        #expect(try scanner.next() == .end)
    }
}

@Suite("JSON scanner")
struct JSONScannerTests {
    private static let name: JSONName = "name"

    @Test("The tokens come one by one")
    func tokens() throws {
        let document = Array(
            #"{"n\u0061me": "idna\n", "versions": [3.6, -7, true], "skip": {"a": [{}]}, "x": null}"#.utf8)
        var scanner = try JSONScanner(document.span)
        #expect(try scanner.next() == .beginObject)
        #expect(try scanner.next() == .key)
        #expect(scanner.tokenIs(Self.name) == true)
        #expect(scanner.tokenIs("names") == false)
        #expect(try scanner.next() == .string)
        #expect(scanner.text() == "idna\n")
        #expect(scanner.rawToken.count == 6)
        #expect(try scanner.next() == .key)
        #expect(scanner.tokenIs("versions") == true)
        #expect(scanner.tokenIs("versionz") == false)
        #expect(try scanner.next() == .beginArray)
        #expect(scanner.depth == 2)
        #expect(try scanner.next() == .number)
        #expect(scanner.double() == 3.6)
        #expect(scanner.integer() == nil)
        #expect(try scanner.next() == .number)
        #expect(scanner.integer() == -7)
        #expect(try scanner.next() == .boolean(true))
        #expect(try scanner.next() == .endArray)
        #expect(try scanner.next() == .key)
        try scanner.skipValue()
        #expect(scanner.depth == 1)
        #expect(try scanner.next() == .key)
        #expect(try scanner.next() == .null)
        #expect(try scanner.next() == .endObject)
        #expect(try scanner.next() == .end)
        #expect(try scanner.next() == .end)
    }

    @Test(
        "Integers at the ends of their range",
        arguments: [
            "0", "-0", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
            "18446744073709551616", "99999999999999999999", "1.0", "1e2", "-1", "100000000000000000000000000000",
        ])
    func integers(text: String) throws {
        let document = Array(text.utf8)
        var scanner = try JSONScanner(document.span)
        #expect(try scanner.next() == .number)
        #expect(scanner.integer() == Int64(text))
        #expect(scanner.double() == Double(text))
    }

    @Test("Skipping takes a member with its key, and refuses where nothing is left")
    func skipping() throws {
        let document = Array(#"[{"a":[1,{"b":2}],"c":3},4]"#.utf8)
        var scanner = try JSONScanner(document.span)
        _ = try scanner.next()
        _ = try scanner.next()
        try scanner.skipValue()
        #expect(try scanner.next() == .key)
        #expect(scanner.tokenIs("c") == true)
        try scanner.skipValue()
        #expect(try scanner.next() == .endObject)
        try scanner.skipValue()
        do {
            try scanner.skipValue()
            Issue.record("there was no value left")
        } catch {
            #expect(error.reason == "found no value to skip")
        }
    }
}
