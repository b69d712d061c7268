import Bytes
import Hashing
import Inventory

/// The lines of an index file.
///
/// ```
///   \n SHA-1 of the record, in hexadecimal \t {"key":…}
///   \n …                                                   later lines replace earlier ones of their key
/// ```
/// What is taken is what npm takes: text that is no UTF-8 is mended first, what stands behind a second tab does not
/// count, and a line whose digest does not fit is passed over without a word.
enum NpmBucket {
    /// A line that npm passes over.
    enum Fault: Hashable {
        /// The digest is not that of the record.
        case digest
        /// The last line, cut off: a client that was killed leaves such a one.
        case torn
        /// The digest fits, and the record is no JSON object with a key.
        case form
    }

    /// Lines of one file that are looked at.
    static let lineLimit = 200_000

    /// Reads a whole file; `isCut` where it has more lines than the limit.
    static func read(
        _ bytes: [UInt8], bucket: Int
    ) throws(HashError) -> (records: [NpmIndexRecord], faults: [Fault], isCut: Bool) {
        var records: [NpmIndexRecord] = []
        var faults: [Fault] = []
        var digest = try RunningDigest(.sha1)
        let text = mended(bytes)
        let lines = text.split(separator: UInt8(ascii: "\n"))
        for (number, line) in lines.prefix(lineLimit).enumerated() {
            let isLast = number == lines.count - 1
            let pieces = line.split(separator: UInt8(ascii: "\t"), maxSplits: 2, omittingEmptySubsequences: false)
            guard pieces.count > 1, !pieces[1].isEmpty else {
                faults.append(isLast ? .torn : .digest)
                continue
            }
            let record = Array(pieces[1])
            try digest.update(record.span)
            let actual = try digest.finish()
            guard DigestText.hex(.sha1, pieces[0])?.bytes == actual, pieces[0].allSatisfy(isLower) else {
                let isCutOff = isLast && record.last != UInt8(ascii: "}")
                faults.append(isCutOff ? .torn : .digest)
                continue
            }
            guard let object = object(record), let entry = NpmIndexRecord(object, bucket: bucket) else {
                faults.append(.form)
                continue
            }
            records.append(entry)
        }
        return (records, faults, lines.count > lineLimit)
    }

    private static func object(_ bytes: [UInt8]) -> JSONObject? {
        let limits = JSONLimits(size: NpmCacheLimits.bucketSize, loneSurrogates: .replaced)
        return (try? JSON.parse(bytes, limits: limits))?.object
    }

    /// npm compares digits as they stand.
    private static func isLower(_ byte: UInt8) -> Bool { byte == byte.asciiLowercased }

    private static func mended(_ bytes: [UInt8]) -> [UInt8] {
        (try? UTF8Span(validating: bytes.span)) == nil ? Array(String(decoding: bytes, as: UTF8.self).utf8) : bytes
    }
}
