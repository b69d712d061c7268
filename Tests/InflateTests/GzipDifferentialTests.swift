import Inflate
import TestSupport
import Testing

/// Compressed streams against Python's `gzip` and `zlib`.
@Suite("Compressed streams against Python")
struct GzipDifferentialTests {
    /// What Python does not look at and zlib does.
    private static let strictness = ["header crc mismatch", "unknown header flags set"]

    @Test("Right and broken streams are read alike", arguments: [1, 2])
    func alike(seed: Int) throws {
        let cases = try OracleCase.make("gzip_cases.py", seed: seed, count: 2_000)
        var accepted = 0
        for one in cases {
            let coding: ByteStream.Coding =
                switch one.label {
                case "gzip": .gzip
                case "zlib": .zlib
                default: .deflate
                }
            var stream = try ByteStream(ByteSource(one.file), coding: coding)
            do throws(ArchiveError) {
                let content = try stream.readAll()
                let hasTrailing = stream.oddities.contains {
                    if case .trailingBytes = $0 { true } else { false }
                }
                if coding == .gzip, hasTrailing {
                    #expect(!one.isAccepted, "Python refuses what follows: \(Hexadecimal.text(one.file))")
                    continue
                }
                accepted += 1
                #expect(one.isAccepted, "accepted, Python says \(one.answer): \(Hexadecimal.text(one.file))")
                #expect(Hexadecimal.text(content) == one.answer)
            } catch {
                let isStricter = Self.strictness.contains(error.reason)
                #expect(!one.isAccepted || isStricter, "\(error): \(Hexadecimal.text(one.file))")
                #expect((0...one.file.count).contains(error.offset))
            }
        }
        #expect((400...1_900).contains(accepted), "\(accepted): both answers must be common")
    }
}
