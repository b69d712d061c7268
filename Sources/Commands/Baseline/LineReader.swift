import Linux

/// Reads a file of ours line by line, from its beginning as often as wanted.
struct LineReader: ~Copyable {
    /// What a line can be.
    enum Line {
        case line([UInt8])
        case tooLong
        case end
    }

    private var buffer = ReadBuffer(capacity: 64 * 1024)
    private var offset: Int64 = 0
    private var position = 0
    private var count = 0
    private let lineMax: Int

    init(lineMax: Int) {
        self.lineMax = lineMax
    }

    /// The next line with its newline. The last one may have none.
    mutating func next(of file: borrowing Descriptor) throws(SystemError) -> Line {
        var line: [UInt8] = []
        while true {
            if position == count {
                count = try buffer.fill(from: file, at: offset, length: buffer.capacity)
                offset += Int64(count)
                position = 0
                if count == 0 { return line.isEmpty ? .end : .line(line) }
            }
            let byte = buffer.bytes[position]
            position += 1
            if line.count == lineMax { return .tooLong }
            line.append(byte)
            if byte == UInt8(ascii: "\n") { return .line(line) }
        }
    }
}
