package import Hashing
package import Inventory
package import Linux

/// Writes a bundle of evidence beside its place, and puts it there when it is whole and signed.
///
/// Content goes into the file while it is hashed; the head of a member is written after its content, into the room that
/// was left for it, so that a file that becomes shorter meanwhile spoils nothing.
package struct EvidenceWriter: ~Copyable {
    private let draft: FileDraft
    private let path: ByteString
    private let header: EvidenceHeader
    private var offset: Int64 = 0
    private var sums: [UInt8] = []
    private var names: Set<ByteString> = []

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

    /// Adds the content of a file that is open for reading, under a path that may be any bytes. Gives its digest.
    @discardableResult
    package mutating func add(
        file name: ByteString, from source: borrowing Descriptor
    ) throws(EvidenceError) -> SHA256Digest {
        guard QuarantineEntry.isBelow(name) else { throw EvidenceError(.badName, name) }
        let member = EvidenceFormat.filesFolder.appending(name)
        try take(member)
        let size = try EvidenceError.system(name) { () throws(SystemError) in try source.status().size }
        let room = BundleHead(name: member, size: size, modified: header.seconds).blocks.count
        let start = offset + Int64(room)
        let content: (digest: SHA256Digest, size: Int64)
        do throws(QuarantineError) {
            var copier = try ContentCopy(name)
            content = try copier.pass(source, size: size) { piece, place throws(SystemError) in
                try draft.file.write(piece, at: start + place)
            }
        } catch {
            throw Self.failure(error, name)
        }
        let head = BundleHead(name: member, size: content.size, modified: header.seconds).blocks
        guard head.count == room else { throw EvidenceError(.unstable, name) }
        try write(head, at: offset)
        offset = start + content.size + Int64(BundleHead.padding(content.size).count)
        sums += EvidenceFormat.line(content.digest, member)
        return content.digest
    }

    /// Signs the list of digests, ends the bundle and puts it into its place.
    package consuming func finish(key: borrowing SigningKey, replaces: Bool) throws(EvidenceError) {
        let path = path
        do {
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

    private mutating func add(_ name: ByteString, _ bytes: [UInt8]) throws(EvidenceError) {
        try take(name)
        let head = BundleHead(name: name, size: Int64(bytes.count), modified: header.seconds).blocks
        try write(head + bytes, at: offset)
        offset += Int64(head.count + bytes.count + BundleHead.padding(Int64(bytes.count)).count)
        sums += EvidenceFormat.line(
            SHA256Digest(
                try EvidenceError.hashing(path) { () throws(HashError) in try SHA256Hasher.digest(of: bytes) }), name)
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

    private static func failure(_ error: QuarantineError, _ name: ByteString) -> EvidenceError {
        switch error.kind {
        case .system(let system): EvidenceError(.system(system), name)
        case .hashing(let hashing): EvidenceError(.hashing(hashing), name)
        default: EvidenceError(.malformed(error.description), name)
        }
    }
}
