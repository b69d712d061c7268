import Bytes
import Inventory
import TestSupport
import Testing

@testable import BuildKit

/// Texts that resemble themselves: the steps they cost grow with their length, not with its square.
@Suite("Linear work")
struct LinearWorkTests {
    /// What ten times the length may cost, in tens.
    private static let growth = 12

    @Test(
        "Looking for secrets",
        arguments: [
            "env token $", "ENV TOKEN =", "token=", "a:b ", "://", "https://a@", "-u ", "--user '\" ", "Bearer a ",
            "-----BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY----- -----END x", "xoxb-", "eyJ", "cio.", "----",
            "//", "//a:b#", "x://u:p/", "//u:p?@", "curl -u ", "curl -ssss", "mysql -p", "\"-u\" , ",
            "--user=", "--user=a:$", "DB_PASS=/", "env A_KEY / ", "x_key:/", "mysql -p:", "curl -ua:$", "?sig=",
            "-u        ", "docker login -p ", "DB_PASS: ", "a/b/c:",
            "\"password\": ", "password\\", "Authorization: Basic ", " -p 'a", "AKIA://:", ". ",
        ])
    func secrets(piece: String) {
        let small = SecretFinder.cost(of: Array(String(repeating: piece, count: 400).utf8))
        let large = SecretFinder.cost(of: Array(String(repeating: piece, count: 4_000).utf8))
        #expect(large <= small * Self.growth, "\(small) and \(large) steps")
    }

    @Test("Values of arguments that resemble the text")
    func values() {
        for (value, text) in [("a", "a"), ("ab", "abac"), ("aab", "aa")] {
            var known = KnownValues()
            for length in stride(from: 1_000, to: 4_000, by: 500) {
                known.insert(Array(String(repeating: value, count: length / value.utf8.count).utf8) + [0x7A])
            }
            let text = Array(String(repeating: text, count: 100_000).utf8)
            #expect(known.places(in: text).isEmpty)
            #expect(known.steps < text.count * 8 + 100_000, "\(known.steps) steps for \(text.count) bytes")
        }
    }

    @Test("Known values are found where they stand", arguments: [UInt64](1...30))
    func differential(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        func word(_ lengths: ClosedRange<Int>) -> [UInt8] {
            (0..<random.int(lengths)).map { _ in UInt8(ascii: "a") + UInt8(random.int(0...1)) }
        }
        for _ in 0..<50 {
            let values = (0..<random.int(1...5)).map { _ in word(1...6) }
            let text = word(0...60)
            var known = KnownValues()
            for value in values { known.insert(value) }
            var isCovered = [Bool](repeating: false, count: text.count)
            for value in values {
                for start in text.indices where text[start...].starts(with: value) {
                    for index in start..<(start + value.count) { isCovered[index] = true }
                }
            }
            var covered = [Bool](repeating: false, count: text.count)
            var end = 0
            for place in known.places(in: text) {
                #expect(place.lowerBound >= end)
                end = place.upperBound
                for index in place { covered[index] = true }
            }
            #expect(covered == isCovered, "\(values) in \(text)")
        }
    }

    @Test("Too many values, or too long ones: no text is kept")
    func overwhelmed() {
        var known = KnownValues()
        known.insert([UInt8](repeating: 1, count: KnownValues.sizeLimit))
        #expect(!known.isOverwhelmed)
        known.insert([2])
        #expect(known.isOverwhelmed && known.places(in: [9, 9]) == [0..<2] && known.places(in: []) == [])
    }

    @Test("Flags that were cut: the line is gone over once")
    func targets() {
        let line = Array((String(repeating: "--mount=type=cache ", count: 2_000) + "x").utf8)
        var places = TargetPlaces(line)
        for start in stride(from: 0, to: line.count, by: 19) { #expect(places.first(from: start) == nil) }
        #expect(places.steps <= line.count * 3)
        let other = Array(",dst=a ,target=b ,destination=c ,target=d".utf8)
        var known = TargetPlaces(other)
        #expect(known.first(from: 0) == 7 && known.first(from: 8) == 32 && known.first(from: 33) == nil)
    }

    @Test("Secrets are listed once, in the order of their steps")
    func secretIDs() throws {
        var made = MadeBuild()
        try made.addLog(
            (0..<40).map { number in
                let flags = (0..<50).map { "--mount=type=secret,id=s\(($0 + number) % 60)" }.joined(separator: " ")
                return ("sha256:\(number)", "RUN \(flags) x", false, (1, 2))
            })
        let secrets = try #require(made.read().build?.secrets)
        #expect(secrets == (0..<60).map { ByteString("s\($0)") })
    }
}
