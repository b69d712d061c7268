import Hashing
import Inventory
import Linux
import Manifest
import Report

/// Writes a baseline file: streaming, so that its size does not matter, and renamed into place when it is whole.
struct BaselineExport: ~Copyable {
    private let file: Descriptor
    private let path: ByteString
    private var digest: SHA256Hasher
    private var pending: [UInt8] = []
    private var files = 0

    private init(_ path: ByteString, _ file: consuming Descriptor, _ digest: consuming SHA256Hasher) {
        self.path = path
        self.file = file
        self.digest = digest
    }

    private static func begin(_ path: ByteString) throws(CommandFailure) -> BaselineExport {
        do {
            let file = try Descriptor.open(
                temporary(path), [.writeOnly, .create, .truncate, .noFollow], mode: 0o644)
            return BaselineExport(path, file, try SHA256Hasher())
        } catch {
            throw CommandFailure(path, "the baseline cannot be written: \(error)")
        }
    }

    /// Writes the present files of these caches (all, if `nil`) and returns their number.
    static func write(
        _ store: ManifestStore, caches: Set<ByteString>?, to path: ByteString, key: borrowing SigningKey
    ) throws(CommandFailure) -> Int {
        var export = try begin(path)
        // The manifest gives every failure its own words and path; what is wrong with the file is told from here.
        var failure: (any Error)?
        do {
            try export.add(BaselineFormat.header(host: ByteString(Host.name), created: Clock.now))
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
            try export.finish(key)
            return export.files
        } catch let error as ManifestError {
            try? OwnFile.remove(temporary(path))
            if let failure { throw CommandFailure(path, "the baseline cannot be written: \(failure)") }
            throw CommandFailure(error.path, error.description)
        } catch {
            try? OwnFile.remove(temporary(path))
            throw CommandFailure(path, "the baseline cannot be written: \(error)")
        }
    }

    private static func temporary(_ path: ByteString) -> [UInt8] {
        path.bytes + Array(".\(Host.processNumber).new".utf8)
    }

    private mutating func add(_ line: [UInt8]) throws {
        try digest.update(line.span)
        pending += line
        if pending.count >= 1 << 16 { try flush() }
    }

    private mutating func flush() throws {
        try file.write(pending)
        pending.removeAll(keepingCapacity: true)
    }

    private mutating func finish(_ key: borrowing SigningKey) throws {
        let signature = try key.sign(BaselineFormat.signedMessage(try digest.finish()))
        let fingerprint = try key.verifyingKey().fingerprint()
        pending += BaselineFormat.footer(files: files, key: fingerprint, signature: signature)
        try flush()
        try file.synchronize()
        try OwnFile.rename(Self.temporary(path), to: path.bytes)
    }
}
