package import Hashing
package import Inventory
package import Linux

/// Writes a bundle of evidence beside its place, and puts it there when it is whole and signed.
///
/// Content goes into the file while it is hashed; the head of a member is written after its content, into the room that
/// was left for it, so that a file that becomes shorter meanwhile spoils nothing. A member that cannot be added leaves
/// the bundle as it was.
package struct EvidenceWriter: ~Copyable {
    /// Bytes of one file.
    package static let fileMax: Int64 = 64 << 30

    private let draft: FileDraft
    private let path: ByteString
    private let header: EvidenceHeader
    private var offset: Int64 = 0
    private var sums: [UInt8] = []
    private var names: Set<ByteString> = []
    /// Whether bytes lie behind the last member that could not be taken away again.
    private var isSpoilt = false

    private init(_ draft: consuming FileDraft, _ path: ByteString, _ header: EvidenceHeader) {
        self.draft = draft
        self.path = path
        self.header = header
    }

    /// Begins a bundle that will be signed with this key.
    package static func begin(
        _ path: ByteString, _ header: EvidenceHeader, key: borrowing SigningKey
    ) throws(EvidenceError) -> EvidenceWriter {
        let fingerprint: SHA256Digest
        do throws(HashError) {
            fingerprint = SHA256Digest(try key.verifyingKey().fingerprint())
        } catch {
            throw EvidenceError(.hashing(error), path)
        }
        let draft = try EvidenceError.system(path) { () throws(SystemError) in
            try FileDraft(for: path.bytes, mode: 0o600)
        }
        var writer = EvidenceWriter(draft, path, header)
        do throws(EvidenceError) {
            try writer.add(EvidenceFormat.headerName, header.document(key: fingerprint))
        } catch {
            writer.discard()
            throw error
        }
        return writer
    }

    /// Adds a document under a name of letters, digits, dots and dashes.
    package mutating func add(document name: String, _ bytes: [UInt8]) throws(EvidenceError) {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isPlain, QuarantineEntry.isBelow(ByteString(name)) else {
            throw EvidenceError(.badName, ByteString(name))
        }
        try add(EvidenceFormat.documentsFolder.appending(ByteString(name)), bytes)
    }

    /// Adds the content of a file that is open for reading, under a path that may be any bytes. Gives its digest, which
    /// must be the expected one, if there is one.
    @discardableResult
    package mutating func add(
        file name: ByteString, from source: borrowing Descriptor, expected: SHA256Digest? = nil
    ) throws(EvidenceError) -> SHA256Digest {
        let member = EvidenceFormat.filesFolder.appending(name)
        guard QuarantineEntry.isBelow(name), QuarantineEntry.isBelow(member) else {
            throw EvidenceError(.badName, name)
        }
        try take(member)
        do throws(EvidenceError) {
            let digest = try write(member, source, expected)
            sums += EvidenceFormat.line(digest, member)
            return digest
        } catch {
            giveUp(member)
            throw EvidenceError(error.kind, name)
        }
    }

    /// Signs the list of digests, ends the bundle and puts it into its place.
    package consuming func finish(key: borrowing SigningKey, replaces: Bool) throws(EvidenceError) {
        let path = path
        do {
            if isSpoilt { throw EvidenceError(.unstable, path) }
            let signature = try key.sign(try EvidenceFormat.signedMessage(sums))
            let list = sums
            try add(EvidenceFormat.sumsName, list)
            try add(EvidenceFormat.signatureName, signature)
            // Two blocks of zeros end a tar file.
            let end = offset + Int64(2 * BundleHead.block)
            try draft.file.setSize(end)
            try draft.publish(replaces: replaces)
        } catch {
            draft.discard()
            switch error {
            case let error as EvidenceError: throw error
            case let error as SystemError: throw EvidenceError(.system(error), path)
            case let error as HashError: throw EvidenceError(.hashing(error), path)
            default: throw EvidenceError(.malformed("\(error)"), path)
            }
        }
    }

    /// Gives up: nothing stays.
    package borrowing func discard() {
        draft.discard()
    }

    // MARK: Parts

    private mutating func write(
        _ member: ByteString, _ source: borrowing Descriptor, _ expected: SHA256Digest?
    ) throws(EvidenceError) -> SHA256Digest {
        let size = try EvidenceError.system(member) { () throws(SystemError) in try source.status().size }
        guard size <= Self.fileMax else {
            throw EvidenceError(.tooLarge("it has \(size) bytes, more than the limit of \(Self.fileMax)"), member)
        }
        let room = BundleHead(name: member, size: size, modified: header.seconds).blocks.count
        let start = offset + Int64(room)
        let content: (digest: SHA256Digest, size: Int64)
        do throws(QuarantineError) {
            var copier = try ContentCopy(member)
            content = try copier.pass(source, size: size) { piece, place throws(SystemError) in
                try draft.file.write(piece, at: start + place)
            }
        } catch {
            throw Self.failure(error, member)
        }
        let head = BundleHead(name: member, size: content.size, modified: header.seconds).blocks
        guard head.count == room else { throw EvidenceError(.unstable, member) }
        guard expected == nil || content.digest == expected else {
            throw EvidenceError(.malformed("its content has another digest than it should have"), member)
        }
        try write(head, at: offset)
        offset = start + content.size + Int64(BundleHead.padding(content.size).count)
        return content.digest
    }

    private mutating func add(_ name: ByteString, _ bytes: [UInt8]) throws(EvidenceError) {
        try take(name)
        do throws(EvidenceError) {
            let digest = try EvidenceError.hashing(path) { () throws(HashError) in
                SHA256Digest(try SHA256Hasher.digest(of: bytes))
            }
            let head = BundleHead(name: name, size: Int64(bytes.count), modified: header.seconds).blocks
            try write(head + bytes, at: offset)
            offset += Int64(head.count + bytes.count + BundleHead.padding(Int64(bytes.count)).count)
            sums += EvidenceFormat.line(digest, name)
        } catch {
            giveUp(name)
            throw error
        }
    }

    /// Takes away what was written of a member. Half of one would show through the holes of the next.
    private mutating func giveUp(_ member: ByteString) {
        names.remove(member)
        do throws(SystemError) {
            try draft.file.setSize(offset)
        } catch {
            isSpoilt = true
        }
    }

    /// Each name stands once: of two members of one name a tool unpacks the later.
    private mutating func take(_ name: ByteString) throws(EvidenceError) {
        guard names.count < EvidenceFormat.membersMax, sums.count < EvidenceFormat.sumsMax - 8 * 1024 else {
            throw EvidenceError(.tooLarge("the bundle has as many members as it may"), path)
        }
        guard names.insert(name).inserted else { throw EvidenceError(.badName, name) }
    }

    private func write(_ bytes: [UInt8], at place: Int64) throws(EvidenceError) {
        try EvidenceError.system(path) { () throws(SystemError) in try draft.file.write(bytes.span, at: place) }
    }

    static func failure(_ error: QuarantineError, _ name: ByteString) -> EvidenceError {
        switch error.kind {
        case .system(let system): EvidenceError(.system(system), name)
        case .hashing(let hashing): EvidenceError(.hashing(hashing), name)
        default: EvidenceError(.malformed(error.description), name)
        }
    }
}
