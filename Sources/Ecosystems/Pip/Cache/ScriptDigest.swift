import Hashing

/// SHA-256 of what follows the first line of a script: builds write another one into it, and end lines as Unix does.
///
/// ```
///   #!/usr/bin/env python3 -E      in the source archive
///   #!python -E                    in the wheel
/// ```
struct ScriptDigest: ~Copyable {
    /// Bytes of the longest first line.
    private static let lineLimit = 4096
    private static let lineEnd = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// The first line, as far as it was seen.
    private(set) var line: [UInt8] = []
    private var isInLine = true
    private var isScript = true
    private var endsInReturn = false
    private var digest: RunningDigest

    init() throws(HashError) { digest = try RunningDigest(.sha256) }

    /// Takes the next bytes.
    mutating func update(_ piece: [UInt8]) throws(HashError) {
        guard isScript else { return }
        var rest = piece[...]
        if isInLine {
            let end = rest.firstIndex(of: Self.lineEnd)
            line += rest[..<(end ?? rest.endIndex)].prefix(Self.lineLimit)
            isScript = line.count < Self.lineLimit && "#!".utf8.starts(with: line.prefix(2))
            guard isScript, let end else { return }
            rest = rest[(end + 1)...]
            isInLine = false
        }
        var plain: [UInt8] = []
        plain.reserveCapacity(rest.count + 1)
        for byte in rest {
            if endsInReturn, byte != Self.lineEnd { plain.append(Self.carriageReturn) }
            endsInReturn = byte == Self.carriageReturn
            if !endsInReturn { plain.append(byte) }
        }
        try digest.update(plain.span)
    }

    /// The digest; `nil` where the bytes are no script. The next one begins.
    mutating func finish() throws(HashError) -> [UInt8]? {
        let isWhole = isScript && line.count > 1 && !endsInReturn
        isInLine = true
        isScript = true
        endsInReturn = false
        line = []
        let result = try digest.finish()
        return isWhole ? result : nil
    }

    /// Whether a first line is the one that builds write and installers replace.
    static func isBuilt(_ line: [UInt8]) -> Bool { line.starts(with: "#!python".utf8) }
}
