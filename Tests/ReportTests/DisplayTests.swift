import TestSupport
import Testing

@testable import Report

@Suite struct DisplayTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("漢字", 4), ("e\u{301}", 1), ("😀", 2), ("한글", 4), ("ｱ", 1), ("Ａ", 2), ("🇩🇪", 2),
        ("\u{1112}\u{1161}\u{11ab}", 2), ("שלום", 4),
    ]) func widths(text: String, columns: Int) {
        #expect(DisplayWidth.of(text) == columns)
    }

    /// Every scalar that Python's table of the Unicode standard knows.
    @Test func widthsAgreeWithPython() throws {
        let output = Output()
        for value in UInt32(0xa1)...0x3ffff {
            guard let scalar = Unicode.Scalar(value) else { continue }
            output.write(String(DisplayWidth.of(scalar)))
        }
        // Surrogates are no scalars; the script knows where they are left out.
        let answer = try complaints("widths", output.bytes)
        #expect(answer.isEmpty, "\(answer)")
    }

    @Test(arguments: [
        ("abcdefghij", 10, "abcdefghij"), ("abcdefghij", 9, "abcd…ghij"), ("abcdefghij", 4, "ab…j"), ("abc", 1, "…"),
        ("abc", 0, ""), ("漢字漢字漢字", 6, "漢…字"), ("abcdee\u{301}\u{302}", 4, "ab…e\u{301}\u{302}"),
    ]) func cuts(text: String, width: Int, expected: String) {
        let cut = DisplayWidth.cutMiddle(text, to: width)
        #expect(Array(cut.unicodeScalars) == Array(expected.unicodeScalars))
        #expect(DisplayWidth.of(cut) <= width)
    }

    @Test func cutsAreNeverTooWide() {
        var numbers = SeededGenerator(seed: 21)
        for _ in 0..<2_000 {
            let text = Escape.text(HostileNames.any(&numbers))
            let width = Int.random(in: 0...30, using: &numbers)
            let cut = DisplayWidth.cutMiddle(text, to: width)
            if DisplayWidth.of(cut) > width { Issue.record("\(text) at \(width): \(cut)") }
        }
    }

    @Test func tableLinesUp() {
        var table = Table([
            Table.Column("NAME", canShrink: true), Table.Column("N", isRight: true), Table.Column("END"),
        ])
        table.add([Table.Cell("漢字"), Table.Cell("5"), Table.Cell("x")])
        table.add([Table.Cell("plain-name-that-is-long"), Table.Cell("1,000")])
        #expect(
            table.render(TextStyle(), indent: 1) == """
                 NAME                         N  END
                 漢字                         5  x
                 plain-name-that-is-long  1,000

                """)
        #expect(
            table.render(TextStyle(width: 30), indent: 1) == """
                 NAME                   N  END
                 漢字                   5  x
                 plain-na…-is-long  1,000

                """)
    }

    @Test func oneLongNameDoesNotWidenAllRows() {
        var table = Table([Table.Column("A", canShrink: true), Table.Column("B")])
        let long = String(repeating: "x", count: 5_000)
        table.add([Table.Cell(long), Table.Cell("b")])
        table.add([Table.Cell("a"), Table.Cell("b")])
        let lines = table.render(TextStyle()).split(separator: "\n")
        #expect(lines[1] == long + "  b")
        #expect(lines[2].count == Table.mostPadding + Table.gap + 1)
    }

    @Test func tableNeverGoesBelowItsLeastWidth() {
        var table = Table([Table.Column("A", canShrink: true), Table.Column("B")])
        table.add([Table.Cell("abcdefghijklmnopqrstuvwxyz"), Table.Cell("kept-in-full")])
        #expect(table.render(TextStyle(width: 5)).contains("abcdef…vwxyz  kept-in-full"))
    }

    @Test(arguments: [
        (Int64(0), "0 B"), (1_023, "1023 B"), (1_024, "1.0 KiB"), (1_536, "1.5 KiB"), (12_900_000, "12.3 MiB"),
        (1_048_575, "1.0 MiB"), (1_048_524, "1023.9 KiB"), (Int64.max, "8.0 EiB"), (-5, "0 B"),
        (1_152_921_504_606_846_975, "1.0 EiB"),
    ]) func sizes(bytes: Int64, text: String) {
        #expect(Human.size(bytes) == text)
    }

    @Test(arguments: [
        (Int64(-1), "0.00 s"), (120_000_000, "0.12 s"), (12_340_000_000, "12.3 s"), (125_000_000_000, "2 min 05 s"),
        (11_220_000_000_000, "3 h 07 min"), (Int64.max, "2,562,047 h 47 min"),
    ]) func durations(nanoseconds: Int64, text: String) {
        #expect(Human.duration(nanoseconds: nanoseconds) == text)
    }

    @Test func counts() {
        #expect(Human.count(Int64.min) == "-9,223,372,036,854,775,808")
        #expect([0, 999, 1_000, 1_234_567].map { Human.count($0) } == ["0", "999", "1,000", "1,234,567"])
        #expect(Human.counted(1, "cache") == "1 cache")
        #expect(Human.counted(2, "place was", "places were") == "2 places were")
    }

    @Test func proseIsWrapped() {
        let text = "one two three four five six seven eight nine ten eleven"
        #expect(
            Paragraph.lines(text, TextStyle(width: 42), indent: 2, label: "remedy: ") == """
                  remedy: one two three four five six
                          seven eight nine ten eleven

                """)
        #expect(Paragraph.lines(text, TextStyle(), indent: 2) == "  " + text + "\n")
    }
}
