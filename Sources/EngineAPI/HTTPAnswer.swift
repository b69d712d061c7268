internal import Bytes

/// Reads an HTTP/1.1 answer byte by byte as it comes in.
///
/// ```
///   HTTP/1.1 200 OK\r\n               status line
///   Content-Type: application/json\r\n  headers: names in any case
///   Content-Length: 12\r\n
///   \r\n
///   {"a": "b"}..                      body: so many bytes, or chunks, or all until the end
///
///   1f\r\n <31 bytes> \r\n            a chunk: its size in hexadecimal
///   0\r\n \r\n                        the last one, and trailers (dropped)
/// ```
///
/// Strict where readers of HTTP disagree with one another: a length that is named twice, a length beside chunks and
/// anything but digits in a length are errors. A lone newline ends a line as CR LF does.
package struct HTTPAnswer: Sendable {
    /// Digits of a chunk's size, and of a body's length.
    private static let hexDigits = 8
    private static let digits = 12

    private enum State {
        case head, body(left: Int), untilEnd, chunkSize, chunk(left: Int), chunkEnd, trailers, done
    }

    /// The status: 200.
    package private(set) var status = 0
    /// The body so far.
    package private(set) var body: [UInt8] = []
    /// What the connection speaks after the answer, in lower case.
    package private(set) var upgrade = ""
    private var length: Int?
    private var isChunked = false
    private var line: [UInt8] = []
    private var lines = 0
    private var headLeft: Int
    private let bodyLimit: Int
    private var state = State.head

    /// Begins at the status line.
    package init(headLimit: Int, bodyLimit: Int) {
        headLeft = headLimit
        self.bodyLimit = bodyLimit
    }

    /// Whether the answer is complete.
    package var isComplete: Bool { if case .done = state { true } else { false } }

    /// Whether the connection now speaks what its upgrade says.
    var isSwitched: Bool { isComplete && status == 101 }

    /// Takes bytes until the answer is complete: how many of them.
    package mutating func take(_ bytes: [UInt8]) throws(Fault) -> Int {
        var offset = 0
        while offset < bytes.count {
            switch state {
            case .done:
                return offset
            case .body(let left), .chunk(let left):
                let count = min(left, bytes.count - offset)
                try keep(bytes[offset..<(offset + count)])
                offset += count
                advance(left: left - count)
            case .untilEnd:
                try keep(bytes[offset...])
                offset = bytes.count
            case .head, .chunkSize, .chunkEnd, .trailers:
                let byte = bytes[offset]
                offset += 1
                guard headLeft > 0 else { throw Fault(.tooLarge, "the headers are larger than the limit") }
                headLeft -= 1
                if byte != UInt8(ascii: "\n") {
                    line.append(byte)
                } else {
                    if line.last == UInt8(ascii: "\r") { line.removeLast() }
                    try endLine()
                    line.removeAll(keepingCapacity: true)
                }
            }
        }
        return offset
    }

    /// Says that the connection ended; throws where the answer is not complete by then.
    package mutating func end() throws(Fault) {
        if case .untilEnd = state { state = .done }
        guard isComplete else { throw Fault(.closed, "the connection ended in the middle of the answer") }
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) throws(Fault) {
        guard bytes.count <= bodyLimit - body.count else {
            throw Fault(.tooLarge, "the answer has more than \(bodyLimit) bytes")
        }
        body += bytes
    }

    private mutating func advance(left: Int) {
        switch state {
        case .body: state = left == 0 ? .done : .body(left: left)
        case .chunk: state = left == 0 ? .chunkEnd : .chunk(left: left)
        default: break
        }
    }

    // MARK: Lines

    private mutating func endLine() throws(Fault) {
        switch state {
        case .head where lines == 0:
            try readStatus()
            lines = 1
        case .head:
            if line.isEmpty { try endHead() } else { try readHeader() }
        case .chunkSize:
            // What follows a semicolon is an extension, which nobody uses.
            let size = try number(line.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }, radix: 16)
            // Chunks of one byte each have more frame than content: the head's limit is for heads.
            headLeft += min(line.count + 4, size)
            state = size == 0 ? .trailers : .chunk(left: size)
        case .chunkEnd:
            guard line.isEmpty else { throw Fault(.malformed, "a chunk is longer than it says") }
            state = .chunkSize
        case .trailers:
            if line.isEmpty { state = .done }
        case .body, .chunk, .untilEnd, .done:
            break
        }
    }

    private mutating func readStatus() throws(Fault) {
        // HTTP/1.1 200 OK
        guard line.count >= 12, line.starts(with: Array("HTTP/1.".utf8)), line[8] == UInt8(ascii: " "),
            line.count == 12 || line[12] == UInt8(ascii: " ")
        else { throw Fault(.malformed, "the answer does not begin like HTTP/1.1: \(Quoted(line.span))") }
        status = try number(line[9..<12], radix: 10)
    }

    private mutating func readHeader() throws(Fault) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else {
            throw Fault(.malformed, "a header has no name: \(Quoted(line.span))")
        }
        let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
        let value = Self.trimmed(line[(colon + 1)...])
        switch name {
        case "content-length":
            guard length == nil else { throw Fault(.malformed, "the answer names its length twice") }
            length = try number(value, radix: 10)
        case "transfer-encoding":
            guard String(decoding: value, as: UTF8.self).lowercased() == "chunked", !isChunked else {
                throw Fault(.malformed, "the answer is encoded as \(Quoted(Array(value).span))")
            }
            isChunked = true
        case "upgrade":
            upgrade = String(decoding: value, as: UTF8.self).lowercased()
        default:
            break
        }
    }

    private mutating func endHead() throws(Fault) {
        if isChunked && length != nil { throw Fault(.malformed, "the answer names a length and comes in chunks") }
        if status == 101 || status == 204 || status == 304 {
            state = .done
        } else if (100..<200).contains(status) {
            // A note before the answer.
            status = 0
            lines = 0
            length = nil
            isChunked = false
        } else if isChunked {
            state = .chunkSize
        } else if let length {
            state = length == 0 ? .done : .body(left: length)
        } else {
            state = .untilEnd
        }
    }

    private func number(_ digits: ArraySlice<UInt8>, radix: Int) throws(Fault) -> Int {
        let limit = radix == 16 ? Self.hexDigits : Self.digits
        // Not a sign, which the standard library would take.
        guard !digits.isEmpty, digits.count <= limit, digits.first != UInt8(ascii: "+"),
            digits.first != UInt8(ascii: "-"), let number = Int(String(decoding: digits, as: UTF8.self), radix: radix)
        else { throw Fault(.malformed, "found \(Quoted(Array(digits).span)) where a number is expected") }
        return number
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let start = text.firstIndex { !isBlank($0) } ?? text.endIndex
        let end = text.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start
        return text[start..<end]
    }
}
