import Inflate
import Testing

@Suite("Compressed streams")
struct ByteStreamTests {
    @Test("A plain source comes out as it is")
    func identity() throws {
        var stream = try ByteStream(ByteSource([1, 2, 3]), coding: .identity)
        #expect(try stream.readAll() == [1, 2, 3])
        let isFinished = stream.isFinished
        #expect(isFinished)
    }
}
