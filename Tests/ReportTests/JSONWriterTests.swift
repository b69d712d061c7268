import Inventory
import Testing

@testable import Report

@Suite struct JSONWriterTests {
    private func sample(lineDepth: Int) -> String {
        let output = Output()
        var json = JSONWriter(to: output, lineDepth: lineDepth)
        json.object { json in
            json.member("a", 1)
            json.member("none", nil as String?)
            json.object("empty") { _ in }
            json.array("list") { json in
                json.object { $0.member("b", true) }
                json.element("x")
                json.element(-5)
                json.array { $0.element(false) }
            }
            json.member("seconds", secondsOf: 1_002_999_999)
            json.member("double", 0.5)
            json.member("nan", Double.nan)
        }
        json.finish()
        return output.text
    }

    @Test func punctuation() {
        #expect(
            sample(lineDepth: 0)
                == #"{"a":1,"none":null,"empty":{},"list":[{"b":true},"x",-5,[false]],"seconds":1.002,"double":0.5,"nan":null}"#
                + "\n")
    }

    @Test func linesByDepth() {
        #expect(
            sample(lineDepth: 2)
                == """
                {
                 "a":1,
                 "none":null,
                 "empty":{},
                 "list":[
                  {"b":true},
                  "x",
                  -5,
                  [false]
                 ],
                 "seconds":1.002,
                 "double":0.5,
                 "nan":null
                }

                """)
    }

    @Test func bytesThatAreNoText() {
        let output = Output()
        var json = JSONWriter(to: output)
        json.object { json in
            json.member("good", "50% é" as ByteString)
            json.member("bad", ByteString([0x25, 0xff, 0x0a, 0x41]))
            json.member("gone", nil as ByteString?)
        }
        json.finish()
        #expect(output.text == #"{"good":"50% é","bad":"%25%FF%0AA","badEncoding":"percent","gone":null}"# + "\n")
    }

    @Test func invisibleBecomesEscapes() {
        var bytes: [UInt8] = []
        Escape.appendJSON("\u{1b}\u{7f}\u{85}\u{202e}\u{e0041}\"\\\n##[x]é", to: &bytes)
        let expected = #""\u001b\u007f\u0085\u202e\udb40\udc41\"\\\n#\u0023[x]é""#
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }

    @Test func handsOnBlocksAndStopsAtABrokenSink() {
        var blocks: [[UInt8]] = []
        let output = Output { block in
            blocks.append(block)
            return blocks.count < 2
        }
        let block = [UInt8](repeating: 1, count: Output.blockSize)
        for _ in 0..<5 { output.write(block) }
        output.flush()
        #expect(blocks.count == 2)
        #expect(output.isBroken)
    }
}
