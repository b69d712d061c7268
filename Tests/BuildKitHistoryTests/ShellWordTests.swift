import Testing

@testable import BuildKit

/// Words of Dockerfiles with variables in them. What is expected is what the frontend's own reader (`shell.Lex` of
/// BuildKit) makes of them; `nil` where it refuses.
@Suite("Words with variables")
struct ShellWordTests {
    private static let values: [[UInt8]: [UInt8]] = [
        Array("A".utf8): Array("abc".utf8), Array("B".utf8): [], Array("C".utf8): Array(#"a/b*c\d"#.utf8),
        Array("D".utf8): Array("aabbaabbüa".utf8),
    ]

    private static func expand(_ text: String, escape: UInt8 = UInt8(ascii: "\\")) -> String? {
        var effort = ShellPattern.Effort()
        return ShellWord.expand(Array(text.utf8), values, escape: escape, effort: &effort).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    @Test("As the frontend has them")
    func table() {
        let table: [(text: String, expected: String?)] = [
            (#"$A"#, #"abc"#), (#"${A}"#, #"abc"#), (#"$A$B."#, #"abc."#), (#"x${A}y"#, #"xabcy"#),
            (#"$"#, #"$"#), (#"$(x)"#, #"$(x)"#), (#"\$A"#, #"$A"#),
            (#"'$A'"#, #"$A"#), (#""$A""#, #"abc"#), (#""\$A\x\"""#, #"$A\x""#), (#"'a\'b"#, #"a\b"#),
            (#"a\ b"#, #"a b"#), (#"${A:-x}"#, #"abc"#), (#"${B:-x}"#, #"x"#), (#"${B-x}"#, #""#),
            (#"${U:-x}"#, #"x"#), (#"${U-x}"#, #"x"#), (#"${U:-}"#, #""#), (#"${U:+x}"#, #""#), (#"${A:+x}"#, #"x"#),
            (#"${B:+x}"#, #""#), (#"${B+x}"#, #"x"#), (#"${A:?x}"#, #"abc"#), (#"${B?x}"#, #""#), (#"${B:?x}"#, nil),
            (#"${U:-$A}"#, #"abc"#), (#"${U:-${A}y}"#, #"abcy"#), (#"${U:-${V:-${A}}}"#, #"abc"#),
            (#"${U:-'}'}"#, #"}"#), (#"${U:-"}"}"#, #"}"#), (#"${U:-\}}"#, #"}"#), (#"${U:-a:b}"#, #"a:b"#),
            (#"${U:-a b}"#, #"a b"#), (#"${A+${B:-z}}"#, #"z"#), (#"${D#a}"#, #"abbaabbüa"#),
            (#"${D#a*b}"#, #"baabbüa"#), (#"${D##a*b}"#, #"üa"#), (#"${D%a}"#, #"aabbaabbü"#),
            (#"${D%b*}"#, #"aabbaab"#), (#"${D%%b*}"#, #"aa"#), (#"${D#x}"#, #"aabbaabbüa"#),
            (#"${D#?}"#, #"abbaabbüa"#), (#"${D%?a}"#, #"aabbaabb"#), (#"${C#*/}"#, #"b*c\d"#),
            (#"${C%\**}"#, #"a/b"#), (#"${C#a\/}"#, #"b*c\d"#), (#"${C##}"#, #"a/b*c\d"#),
            (#"${D/a/x}"#, #"xabbaabbüa"#), (#"${D//a/x}"#, #"xxbbxxbbüx"#), (#"${D//a*b/x}"#, #"xüa"#),
            (#"${D//?/x}"#, #"xxxxxxxxxx"#), (#"${C/\//_}"#, #"a_b*c\d"#), (#"${C/\*/_}"#, #"a/b_c\d"#),
            (#"${D//b/}"#, #"aaaaüa"#), (#"${D/ü/u}"#, #"aabbaabbua"#), (#"${A//x*/y}"#, #"abc"#),
            (#"${A/$A/$D}"#, #"aabbaabbüa"#), (#"${A/b/}"#, #"ac"#), (#"${A//b*/\}}"#, #"a\}"#), (#"${"#, nil),
            (#"${}"#, nil), (#"${:x}"#, nil), (#"${{A}}"#, nil), (#"${A"#, nil), (#"${A:"#, nil), (#"${A:x}"#, nil),
            (#"${A:-x"#, nil), (#"${A/x"#, nil), (#"${A/x/"#, nil), (#"${A^^}"#, nil), (#"${A#\x}"#, nil),
            (#"'a"#, nil), (#""a"#, nil), (#""${A}"#, nil), (#"${A:-'x}"#, nil),
        ]
        for row in table { #expect(Self.expand(row.text) == row.expected, "\(row.text)") }
    }

    @Test("What has no value that is known stays as it is written")
    func unknown() {
        for text in ["$U", "${U}", "x${U#a}y", "${U%%*b}", "${U/a/b}", "${U//a/b}", "${U:?no}", "${U?no}", "$@"] {
            #expect(Self.expand(text) == text)
        }
    }

    @Test("Another escape")
    func escape() {
        #expect(Self.expand("`$A$A", escape: UInt8(ascii: "`")) == "$Aabc")
        #expect(Self.expand(#"\$A"#, escape: UInt8(ascii: "`")) == #"\abc"#)
    }

    @Test("However deep words lie in each other, there is an end")
    func depth() {
        let shallow = String(repeating: "${U:-", count: 50) + "$A" + String(repeating: "}", count: 50)
        #expect(Self.expand(shallow) == "abc")
        let deep = String(repeating: "${U:-", count: 100_000) + "$A" + String(repeating: "}", count: 100_000)
        #expect(Self.expand(deep) == nil)
    }

    @Test("A value that becomes too long, and patterns that cost too much, are refused")
    func limits() {
        #expect(Self.expand(String(repeating: "$D", count: 1_000)) == nil)
        let long: [[UInt8]: [UInt8]] = [Array("L".utf8): [UInt8](repeating: UInt8(ascii: "a"), count: 4_000)]
        var effort = ShellPattern.Effort()
        let costly = Array(("${L//" + String(repeating: "*a", count: 100) + "b/x}").utf8)
        #expect(ShellWord.expand(costly, long, escape: UInt8(ascii: "\\"), effort: &effort) == nil)
        #expect(effort.stepsLeft < 0)
    }
}
