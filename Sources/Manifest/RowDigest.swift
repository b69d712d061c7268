internal import Hashing
internal import Inventory
internal import Linux

/// What a digested row speaks of; the first byte of its encoding, so that no row of one kind equals one of another.
enum RowTag: UInt8 {
    case file = 1
    case gone, cache, scanBegin, scanEnd, scanCache, sighting, baseline, baselineCache, baselineFile, seal, anchor
    case build, buildMount, buildNote
    case lockfile, pin
    case artifact, indexTag, fileDigest
    case purge, purgeStep, receipt, tombstone, finding
    case feed, advisory, advisoryPackage, advisoryDigest
    case removal
}

/// Digests rows in one canonical encoding.
///
/// ```
///  tag  field  field  field ...            a number   8 bytes, lowest first
///   1    8     8+n     1                   bytes      length as a number, then the bytes
///                                          missing    the length -1
/// ```
/// Two rows encode to the same bytes only when they are equal: each field has a fixed or a written length.
struct RowDigester: ~Copyable {
    private var hasher: SHA256Hasher
    private var encoded: [UInt8] = []

    init() throws(HashError) {
        hasher = try SHA256Hasher()
        encoded.reserveCapacity(512)
    }

    /// Begins a row.
    mutating func begin(_ tag: RowTag) {
        encoded.removeAll(keepingCapacity: true)
        encoded.append(tag.rawValue)
    }

    /// Adds a number.
    mutating func add(_ value: Int64) {
        let word = UInt64(bitPattern: value)
        for shift in 0..<8 { encoded.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * shift))) }
    }

    /// Adds bytes.
    mutating func add(_ bytes: Span<UInt8>) {
        add(Int64(bytes.count))
        encoded.append(copying: bytes)
    }

    /// Adds bytes or their absence.
    mutating func add(_ bytes: [UInt8]?) {
        guard let bytes else {
            add(-1)
            return
        }
        add(Int64(bytes.count))
        encoded.append(contentsOf: bytes)
    }

    /// Adds text as UTF-8.
    mutating func add(_ text: String) {
        add(Int64(text.utf8.count))
        encoded.append(contentsOf: text.utf8)
    }

    /// The row's digest; the next row may begin.
    mutating func finish() throws(HashError) -> [32 of UInt8] {
        let message = encoded
        try hasher.update(message.span)
        return try hasher.finish()
    }

    /// The row's digest as a term of a sum.
    mutating func term() throws(HashError) -> ContentSum {
        ContentSum(try finish())
    }

    /// The term of a file version: the hot case, written without a call per field.
    ///
    /// `digest` and `target` follow as bytes where `hasDigest` and `hasTarget` say so; nothing else varies in length.
    mutating func term(
        of file: borrowing FileNumbers, digest: SHA256Digest?, path: Span<UInt8>, target: Span<UInt8>, hasTarget: Bool
    ) throws(HashError) -> ContentSum {
        let header = Self.header(of: file, digest: digest, path: path.count, target: hasTarget ? target.count : -1)
        try hasher.update(header.span)
        try hasher.update(path)
        if hasTarget { try hasher.update(target) }
        return ContentSum(try hasher.finish())
    }

    /// The term that a version gets when it goes: the row itself stays as it was digested.
    mutating func goneTerm(file id: Int64, scan: Int64) throws(HashError) -> ContentSum {
        begin(.gone)
        add(id)
        add(scan)
        return try term()
    }

    private static func header(
        of file: borrowing FileNumbers, digest: SHA256Digest?, path: Int, target: Int
    ) -> [184 of UInt8] {
        let words: [18 of Int64] = [
            file.id, file.cache, file.pathKey, file.identityKey, file.firstScan, file.kind, file.size, file.modified,
            file.changed, file.device, file.inode, file.mode, file.owner, file.group, file.links, Int64(path),
            Int64(target), digest == nil ? 0 : 1,
        ]
        var result = [184 of UInt8](repeating: 0)
        result[0] = RowTag.file.rawValue
        var offset = 1
        for index in 0..<18 {
            let word = UInt64(bitPattern: words[index])
            for shift in 0..<8 { result[offset + shift] = UInt8(truncatingIfNeeded: word >> UInt64(8 * shift)) }
            offset += 8
        }
        if let digest {
            for index in 0..<32 { result[offset + index] = digest.bytes[index] }
        }
        return result
    }
}
