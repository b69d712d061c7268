import Commands
import TestSupport
import Testing

/// Attacker-chosen bytes in messages.
struct QuotationTests {
    @Test func plainTextStays() {
        #expect(Quotation.text(Array("/srv/caché 日本 'x'".utf8)) == "/srv/caché 日本 'x'")
    }

    @Test func dangerousCharactersAreShown() {
        #expect(Quotation.text([0x1B, 0x5B, 0x0A, 0x7F, 0x5C]) == "\\x1b[\\x0a\\x7f\\\\")
        #expect(Quotation.text([0xFF, 0x41, 0xC3, 0x0E]) == "\\xffA\\xc3\\x0e")
        let hidden = "\u{85}\u{200B}\u{202E}\u{2066}\u{2028}\u{FEFF}\u{3164}\u{E000}\u{AD}"
        #expect(Quotation.text(Array(hidden.utf8)).utf8.allSatisfy { (0x20..<0x7F).contains($0) })
    }

    @Test func noBytesMakeItThroughRaw() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2_000 {
            let bytes = (0..<random.int(0...40)).map { _ in UInt8(random.int(0...255)) }
            let text = Quotation.text(bytes)
            for scalar in text.unicodeScalars {
                #expect(scalar.properties.generalCategory != .control && scalar.properties.generalCategory != .format)
            }
        }
    }

    @Test func longTextsAreCut() {
        let text = Quotation.text([UInt8](repeating: 0x61, count: 1_000_000))
        #expect(text == String(repeating: "a", count: 200) + "...")
    }
}
