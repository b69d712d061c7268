package import Hashing
package import Inventory
package import Linux

/// What a look at a bundle came to. It is what it says only where `problems` is empty.
package struct EvidenceCheck: Sendable, Hashable {
    /// A member, in the order of the bundle.
    package struct Member: Sendable, Hashable {
        package var name: ByteString
        package var size: Int64
        package var digest: SHA256Digest
    }

    /// Something that does not fit.
    package struct Problem: Sendable, Hashable {
        /// What callers tell apart.
        package enum Kind: Sendable, Hashable {
            /// The file is no bundle, or ends too early: what follows was not read.
            case malformed
            /// The content of a member has another digest than the list says.
            case changed
            /// A member that the list does not name, and the other way round.
            case unlisted, missing
            /// The signature is not that of the key over the list.
            case badSignature
            /// The bundle says that another key signed it.
            case otherKey
        }

        package var kind: Kind
        /// Name of the member; empty for the whole.
        package var member: ByteString
        /// A sentence without its full stop.
        package var reason: String
    }

    /// What the bundle says of itself; `nil` where it has no such document.
    package var header: EvidenceHeader?
    package var members: [Member] = []
    package var problems: [Problem] = []
    /// Problems that were counted and are not listed.
    package var problemsUnlisted = 0

    /// Problems that are listed.
    package static let problemsMax = 1_000

    mutating func note(_ kind: Problem.Kind, _ member: ByteString, _ reason: String) {
        if problems.count < Self.problemsMax {
            problems.append(Problem(kind: kind, member: member, reason: reason))
        } else {
            problemsUnlisted += 1
        }
    }
}

/// Reads a bundle back and says what does not fit.
///
/// It must be exactly what `EvidenceWriter` writes: each head is made again from what it says and compared byte by
/// byte, so that no two readers can see two different things in one bundle.
package struct EvidenceReader: ~Copyable {
    /// Gives at most `count` bytes at an offset; fewer at the end only.
    package typealias Source = (_ offset: Int64, _ count: Int) throws(EvidenceError) -> [UInt8]

    private static let pieceSize = 256 * 1024

    private let size: Int64
    private var offset: Int64 = 0
    private var hasher: SHA256Hasher
    private var result = EvidenceCheck()
    /// Lines of the members that were read, as the list must have them.
    private var sums: [UInt8] = []
    private var listed: [UInt8]?
    private var signature: [UInt8]?
    private var fingerprint: SHA256Digest?

    private init(_ size: Int64, _ hasher: consuming SHA256Hasher) {
        self.size = size
        self.hasher = hasher
    }

    /// Checks a bundle that is open for reading.
    package static func check(
        _ file: borrowing Descriptor, key: borrowing VerifyingKey
    ) throws(EvidenceError) -> EvidenceCheck {
        let size = try EvidenceError.system("") { () throws(SystemError) in try file.status().size }
        return try check(size: size, key: key) { offset, count throws(EvidenceError) in
            try EvidenceError.system("") { () throws(SystemError) in try file.bytes(at: offset, count: count) }
        }
    }

    /// Checks a bundle that lies somewhere else.
    package static func check(
        size: Int64, key: borrowing VerifyingKey, _ source: Source
    ) throws(EvidenceError) -> EvidenceCheck {
        var reader = EvidenceReader(
            size, try EvidenceError.hashing("") { () throws(HashError) in try SHA256Hasher() })
        do throws(EvidenceError) {
            while try reader.member(source) {}
        } catch {
            guard case .malformed(let reason) = error.kind else { throw error }
            reader.result.note(.malformed, error.path, reason)
        }
        reader.compareSums()
        try reader.compareSignature(key)
        return reader.result
    }

    // MARK: Members

    /// Reads one member; false at the end.
    private mutating func member(_ source: Source) throws(EvidenceError) -> Bool {
        let start = offset
        var block = try take(BundleHead.block, source)
        if block.allSatisfy({ $0 == 0 }) {
            guard try take(BundleHead.block, source).allSatisfy({ $0 == 0 }), offset == size else {
                throw malformed("something follows the end", at: start)
            }
            return false
        }
        var records: [UInt8]?
        if let length = BundleHead.extendedSize(block) {
            records = try take(length, source)
            _ = try take(BundleHead.padding(Int64(length)).count, source)
            block = try take(BundleHead.block, source)
        }
        guard let head = BundleHead.read(block, records: records),
            head.blocks == (try source(start, Int(offset - start)))
        else { throw malformed("the head of a member is not one of a bundle", at: start) }
        guard head.size <= size - offset else { throw malformed("it ends in a member", at: start) }
        try judge(head, at: start)
        let isKept = [
            EvidenceFormat.headerName, EvidenceFormat.sumsName, EvidenceFormat.signatureName,
        ].contains(head.name)
        let (digest, kept) = try content(head.size, keeps: isKept, source)
        guard try take(BundleHead.padding(head.size).count, source).allSatisfy({ $0 == 0 }) else {
            throw malformed("something stands behind a member's content", at: offset)
        }
        result.members.append(EvidenceCheck.Member(name: head.name, size: head.size, digest: digest))
        switch head.name {
        case EvidenceFormat.sumsName: listed = kept
        case EvidenceFormat.signatureName: signature = kept
        default:
            sums += EvidenceFormat.line(digest, head.name)
            if head.name == EvidenceFormat.headerName { try readHeader(kept) }
        }
        return true
    }

    /// The order of the members, their times and their number.
    private func judge(_ head: BundleHead, at start: Int64) throws(EvidenceError) {
        let isFirst = result.members.isEmpty
        guard (head.name == EvidenceFormat.headerName) == isFirst else {
            throw malformed("the first member is not \(Self.word(EvidenceFormat.headerName))", at: start)
        }
        guard result.members.count < EvidenceFormat.membersMax + 2, sums.count < EvidenceFormat.sumsMax else {
            throw malformed("it has more members than the limit of \(EvidenceFormat.membersMax)", at: start)
        }
        guard isFirst || head.modified == BundleHead.time(result.header?.seconds ?? 0) else {
            throw malformed("a member has another time than the bundle", at: start)
        }
        if signature != nil { throw malformed("a member follows the signature", at: start) }
        if listed != nil, head.name != EvidenceFormat.signatureName {
            throw malformed("a member follows the list of digests", at: start)
        }
        let limit: Int64
        switch head.name {
        case EvidenceFormat.headerName: limit = Int64(EvidenceFormat.headerMax)
        case EvidenceFormat.sumsName: limit = Int64(EvidenceFormat.sumsMax)
        case EvidenceFormat.signatureName: limit = Int64(EvidenceFormat.signatureSize)
        default:
            let isBelow =
                head.name.bytes.starts(with: Array("documents/".utf8))
                || head.name.bytes.starts(with: Array("files/".utf8))
            guard isBelow, QuarantineEntry.isBelow(head.name) else {
                throw malformed("a member has a name that no member has", at: start)
            }
            return
        }
        guard head.size <= limit else { throw malformed("a member is larger than it may be", at: start) }
    }

    private mutating func content(
        _ length: Int64, keeps: Bool, _ source: Source
    ) throws(EvidenceError) -> (SHA256Digest, [UInt8]) {
        var kept: [UInt8] = []
        var left = length
        do {
            try hasher.restart()
            while left > 0 {
                let piece = try take(Int(min(left, Int64(Self.pieceSize))), source)
                try hasher.update(piece.span)
                if keeps { kept += piece }
                left -= Int64(piece.count)
            }
            return (SHA256Digest(try hasher.finish()), kept)
        } catch let error as HashError {
            throw EvidenceError(.hashing(error))
        } catch {
            throw (error as? EvidenceError) ?? EvidenceError(.malformed("\(error)"))
        }
    }

    private mutating func readHeader(_ bytes: [UInt8]) throws(EvidenceError) {
        do throws(RecordReader.Failure) {
            let record = try RecordReader(bytes, limits: EvidenceFormat.document)
            try record.require("schema", EvidenceFormat.schema)
            result.header = EvidenceHeader(
                version: try record.record("tool").text("version"), host: try record.bytes("host"),
                created: try record.moment("created"), about: try record.text("about"))
            fingerprint = try record.digest("key")
        } catch {
            throw EvidenceError(.malformed(error.reason), EvidenceFormat.headerName)
        }
    }

    // MARK: Digests and signature

    /// Compares what was read with the list, line by line.
    private mutating func compareSums() {
        guard let listed else {
            return result.note(.malformed, EvidenceFormat.sumsName, "the list of digests is missing")
        }
        if listed == sums { return }
        let feed = UInt8(ascii: "\n")
        var known: [ArraySlice<UInt8>: ArraySlice<UInt8>] = [:]
        var isTwice = false
        for line in listed.split(separator: feed) {
            isTwice =
                known.updateValue(line.prefix(Self.digits(line)), forKey: line.dropFirst(Self.digits(line))) != nil
                || isTwice
        }
        var isReordered = true
        for (line, member) in zip(sums.split(separator: feed), result.members) {
            guard let digest = known.removeValue(forKey: line.dropFirst(Self.digits(line))) else {
                result.note(.unlisted, member.name, "the list of digests does not name it")
                isReordered = false
                continue
            }
            if digest == line.prefix(Self.digits(line)) { continue }
            result.note(.changed, member.name, "its content has another digest than the list says")
            isReordered = false
        }
        for name in known.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            result.note(.missing, ByteString(Array(name.drop { $0 == 0x20 })), "the list names it, and it is not there")
            isReordered = false
        }
        if isReordered || isTwice {
            result.note(.malformed, EvidenceFormat.sumsName, "the list is not as the members are")
        }
    }

    /// Length of a line's digest, with the mark of an escaped name.
    private static func digits(_ line: ArraySlice<UInt8>) -> Int {
        line.first == UInt8(ascii: "\\") ? 65 : 64
    }

    private mutating func compareSignature(_ key: borrowing VerifyingKey) throws(EvidenceError) {
        guard let listed, let signature else {
            return result.note(.badSignature, EvidenceFormat.signatureName, "there is no signature")
        }
        do throws(HashError) {
            if let fingerprint, fingerprint != SHA256Digest(try key.fingerprint()) {
                result.note(.otherKey, EvidenceFormat.headerName, "it names another key")
            }
            if try key.verify(signature, of: try EvidenceFormat.signedMessage(listed)) { return }
        } catch {
            throw EvidenceError(.hashing(error))
        }
        result.note(
            .badSignature, EvidenceFormat.signatureName, "the signature is not that of this key over the list")
    }

    // MARK: Bytes

    private mutating func take(_ count: Int, _ source: Source) throws(EvidenceError) -> [UInt8] {
        guard Int64(count) <= size - offset else { throw malformed("it ends in a member", at: offset) }
        let bytes = try source(offset, count)
        guard bytes.count == count else { throw malformed("it became shorter while it was read", at: offset) }
        offset += Int64(count)
        return bytes
    }

    private func malformed(_ reason: String, at offset: Int64) -> EvidenceError {
        EvidenceError(.malformed("byte \(offset): \(reason)"))
    }

    private static func word(_ name: ByteString) -> String { name.utf8Text ?? "" }
}
