import Hashing
import Inventory
import Linux
import Manifest
import Report

/// Writes a baseline file: streaming, so that its size does not matter, and renamed into place when it is whole.
struct BaselineExport: ~Copyable {
    private let draft: FileDraft
    private var digest: SHA256Hasher
    private var pending: [UInt8] = []
    private var files = 0

    private init(_ draft: consuming FileDraft, _ digest: consuming SHA256Hasher) {
        self.draft = draft
        self.digest = digest
    }

    private static func begin(_ path: ByteString) throws(CommandFailure) -> BaselineExport {
        do {
            let digest = try SHA256Hasher()
            return BaselineExport(try FileDraft(for: path.bytes, mode: 0o644), digest)
        } catch {
            throw CommandFailure(path, "the baseline cannot be written: \(error)")
        }
    }

    /// Throws where something stands in the file's place that must not be replaced: asked before the work, so that
    /// nobody waits for nothing. A device or a folder is never replaced.
    static func requireFree(_ path: ByteString, replaces: Bool) throws(CommandFailure) {
        guard let status = try? Descriptor.open(path.bytes, [.path, .noFollow]).status() else { return }
        if !replaces {
            throw CommandFailure(path, "it is there already; name another file, or give --replace")
        }
        guard status.isRegularFile else { throw CommandFailure(path, "it is no regular file and is not replaced") }
    }

    /// Writes the present files of these caches (all, if `nil`) and returns their number.
    static func write(
        _ store: ManifestStore, of host: String, caches: Set<ByteString>?, to path: ByteString, replaces: Bool,
        key: borrowing SigningKey
    ) throws(CommandFailure) -> Int {
        try requireFree(path, replaces: replaces)
        var export = try begin(path)
        // The manifest gives every failure its own words and path; what is wrong with the file is told from here.
        var failure: (any Error)?
        do {
            try export.add(BaselineFormat.header(host: ByteString(host), created: Clock.now))
            try store.exportRows(caches: caches) { entry in
                export.files += 1
                do {
                    try export.add(BaselineFormat.row(entry))
                } catch {
                    failure = error
                    throw error
                }
                return true
            }
            try export.finish(key, replaces: replaces)
            return export.files
        } catch let error as ManifestError {
            export.draft.discard()
            if let failure { throw CommandFailure(path, "the baseline cannot be written: \(failure)") }
            throw CommandFailure(error.path, error.description)
        } catch {
            export.draft.discard()
            throw CommandFailure(path, "the baseline cannot be written: \(error)")
        }
    }

    private mutating func add(_ line: [UInt8]) throws {
        try digest.update(line.span)
        pending += line
        if pending.count >= 1 << 16 { try flush() }
    }

    private mutating func flush() throws {
        try draft.file.write(pending)
        pending.removeAll(keepingCapacity: true)
    }

    private mutating func finish(_ key: borrowing SigningKey, replaces: Bool) throws {
        let signature = try key.sign(BaselineFormat.signedMessage(try digest.finish()))
        let fingerprint = try key.verifyingKey().fingerprint()
        pending += BaselineFormat.footer(files: files, key: fingerprint, signature: signature)
        try flush()
        try draft.publish(replaces: replaces)
    }
}
