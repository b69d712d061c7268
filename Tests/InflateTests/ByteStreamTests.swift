import Inflate
import Testing

@Suite("Compressed streams")
struct ByteStreamTests {
    private let hello = Array("hello".utf8)

    private func refusal(
        _ bytes: [UInt8], _ coding: ByteStream.Coding = .gzip, _ limits: InflateLimits = .standard
    ) -> ArchiveError? {
        do throws(ArchiveError) {
            var stream = try ByteStream(ByteSource(bytes), coding: coding, limits: limits)
            _ = try stream.readAll()
            return nil
        } catch {
            return error
        }
    }

    private func read(_ bytes: [UInt8]) throws -> ([UInt8], Int, [ByteStream.Oddity]) {
        var stream = try ByteStream(ByteSource(bytes), coding: .gzip)
        let content = try stream.readAll()
        return (content, stream.members, stream.oddities)
    }

    @Test("A plain source comes out as it is")
    func identity() throws {
        var stream = try ByteStream(ByteSource([1, 2, 3]), coding: .identity)
        #expect(try stream.readAll() == [1, 2, 3])
        let isFinished = stream.isFinished
        #expect(isFinished)
    }

    @Test("Members, padding and what else follows")
    func members() throws {
        let one = Builder.gzip(hello)
        var (content, members, oddities) = try read(one)
        #expect(content == hello && members == 1 && oddities.isEmpty)
        (content, members, oddities) = try read(one + one)
        #expect(content == hello + hello && members == 2 && oddities.isEmpty)
        (content, members, oddities) = try read(one + [0, 0, 0])
        #expect(content == hello && oddities == [.zeroPadding(offset: one.count, count: 3)])
        (content, members, oddities) = try read(one + [0, 0] + one)
        #expect(content == hello + hello && oddities == [.memberAfterPadding(offset: one.count + 2)])
        (content, members, oddities) = try read(one + Array("evil".utf8))
        #expect(content == hello && oddities == [.trailingBytes(offset: one.count, count: 4)])
        (content, members, oddities) = try read(one + [0, 0x1F])
        #expect(content == hello && oddities == [.trailingBytes(offset: one.count, count: 2)])
    }

    @Test("What is cut off, changed or something else is an error of its kind")
    func faults() {
        let one = Builder.gzip(hello)
        #expect(refusal(Array(one.dropLast()))?.kind == .truncated)
        #expect(refusal([])?.kind == .truncated)
        #expect(refusal(hello)?.kind == .malformed)
        var changed = one
        changed[15] ^= 1
        #expect(refusal(changed)?.kind == .mismatch)
        changed = one
        changed[changed.count - 1] ^= 1
        #expect(refusal(changed)?.kind == .mismatch)
        // A zlib stream that names a dictionary.
        #expect(refusal([0x78, 0xBB, 0, 0, 0, 1], .zlib)?.kind == .unsupported)
    }

    @Test("Each limit holds, and what is at the limit passes")
    func limits() {
        let one = Builder.gzip(hello)
        #expect(refusal(one, .gzip, InflateLimits(output: 5)) == nil)
        #expect(refusal(one, .gzip, InflateLimits(output: 4))?.kind == .tooLarge)
        #expect(refusal(hello, .identity, InflateLimits(output: 5)) == nil)
        #expect(refusal(hello, .identity, InflateLimits(output: 4))?.kind == .tooLarge)
        #expect(refusal(one + one, .gzip, InflateLimits(members: 2)) == nil)
        #expect(refusal(one + one, .gzip, InflateLimits(members: 1))?.kind == .tooLarge)
    }

    @Test("A bomb is stopped by its ratio, early")
    func bomb() throws {
        // One literal zero, then runs of 258 zeros at two bits each: 17 MB from 16 KiB, in the format's fixed codes.
        var bits: [UInt8] = [1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0]
        for _ in 0..<60_000 { bits += [1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0] }
        bits += [0, 0, 0, 0, 0, 0, 0]
        let bytes = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<min(bits.count, start + 8)].enumerated().reduce(UInt8(0)) {
                $0 | $1.element << UInt8($1.offset)
            }
        }
        #expect(refusal(bytes, .deflate) == nil)
        let error = refusal(bytes, .deflate, InflateLimits(ratio: 100, ratioFree: 1 << 20))
        #expect(error?.kind == .tooLarge)
        #expect(error?.reason == "each byte becomes more than 100")
    }

    @Test("A failure is said again, and a source that fails is not the end")
    func sources() throws {
        let failing = ByteSource(size: 100) { offset, _ throws(ArchiveError) in
            if offset > 0 { throw ArchiveError.unreadable("no", offset: offset) }
            return [0x1F, 0x8B, 8]
        }
        var stream = try ByteStream(failing, coding: .gzip)
        var piece: [UInt8] = []
        for _ in 0..<2 {
            do throws(ArchiveError) {
                _ = try stream.next(into: &piece)
                Issue.record("the failure was passed over")
            } catch {
                #expect(error.kind == .unreadable)
            }
        }
        let part = ByteSource([1, 2, 3, 4, 5]).part(from: 1, to: 3)
        #expect(try part.read(at: 0, count: 9) == [2, 3])
        #expect(try part.read(at: 2, count: 1) == [])
        #expect(try part.read(at: -1, count: 1) == [])
    }
}
