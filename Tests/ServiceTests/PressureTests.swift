import Service
import TestSupport
import Testing

/// What the kernel says of pressure.
@Suite struct PressureTests {
    static let texts: [(text: String, percent: Int?)] = [
        ("some avg10=12.34 avg60=5.00 avg300=1.02 total=123456\nfull avg10=99.00 avg60=0 avg300=0 total=0\n", 12),
        ("full avg10=99.00 avg60=0.00 avg300=0.00 total=0\nsome avg10=0.00 avg60=0.00 avg300=0.00 total=0\n", 0),
        ("some avg10=100.00", 100), ("some avg60=1 avg10=7", 7), ("some avg10=41", 41),
        ("", nil), ("some", nil), ("some avg10=", nil), ("some avg10=.5", nil), ("some avg10=-1", nil),
        ("some avg10=101.00", nil), ("some avg10=99999999999999999999999", nil), ("some avg10=1e2", nil),
        ("awesome avg10=1.00", nil), ("full avg10=1.00", nil), ("some xavg10=3.00", nil),
    ]

    @Test(arguments: texts)
    func aText(_ row: (text: String, percent: Int?)) {
        #expect(PressureText.some10(Array(row.text.utf8)) == row.percent)
    }

    @Test func anythingElse() {
        var random = SeededGenerator(seed: 20_261_122)
        let mutation = Mutation(pieces: ["some ", "avg10=", "100", ".", " ", "\n", "9"])
        for _ in 0..<5000 {
            let bytes = mutation.of(Array(Self.texts[0].text.utf8), using: &random)
            if let percent = PressureText.some10(bytes) { #expect((0...100).contains(percent)) }
        }
        #expect(PressureText.some10([UInt8](repeating: 0x20, count: PressureText.byteLimit + 1)) == nil)
    }

    @Test func theHigherOneCounts() throws {
        let tree = try TestTree()
        let gauge = PressureGauge(folder: tree.bytes())
        #expect(gauge.read() == nil)
        try tree.write("cpu", "some avg10=3.00 avg60=0.00 avg300=0.00 total=1\n")
        #expect(gauge.read() == 3)
        try tree.write("io", "some avg10=55.10 avg60=0.00 avg300=0.00 total=1\n")
        #expect(gauge.read() == 55)
        try tree.write("io", "nonsense")
        #expect(gauge.read() == 3)
    }
}
