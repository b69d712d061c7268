import BuildKit
import Ecosystems
import Hashing
package import Inventory
import Linux
package import Manifest

/// The registered lockfiles at the beginning of an audit: those that changed since they were read are read again.
///
/// ```
///  gather    before the process locks itself in: digests of the files, content of those that changed
///  refresh   afterwards: parses what changed, keeps it, says so
/// ```
package struct LockfileWatch {
    /// A file that is not what it was.
    private struct Changed {
        var lockfile: Lockfile
        var bytes: [UInt8]
        var digest: SHA256Digest
    }

    private var changed: [Changed] = []
    /// Files that could not be read; what was read of them before still counts.
    package private(set) var troubles: [Trouble] = []

    /// Looks at the files of these lockfiles.
    package static func gather(_ kept: [KeptLockfile]) -> LockfileWatch {
        var watch = LockfileWatch()
        for lockfile in kept.map(\.lockfile) where lockfile.trust == .registered {
            do {
                guard let (bytes, digest) = try content(of: lockfile.path) else {
                    watch.note(lockfile.path, "it is no regular file of at most \(LockfileReader.sizeMax) bytes")
                    continue
                }
                if digest != lockfile.digest {
                    watch.changed.append(Changed(lockfile: lockfile, bytes: bytes, digest: digest))
                }
            } catch let error as SystemError where error.isAbsence {
                watch.note(
                    lockfile.path,
                    "it is gone; what it said still counts. If the project has moved, register the file at its new "
                        + "place with `bezoar lock add`; `bezoar lock remove` takes this one out")
            } catch let error as SystemError {
                watch.note(lockfile.path, "it cannot be read: \(error.advice)")
            } catch {
                watch.note(lockfile.path, "it cannot be read: \(error)")
            }
        }
        return watch
    }

    /// Content and digest of a registered file; `nil` where it is no regular file, or too large.
    static func content(of path: ByteString) throws -> (bytes: [UInt8], digest: SHA256Digest)? {
        let folder = RelativePath.folder(of: path)
        let root = try Folder(folder.isEmpty ? "/" : folder)
        guard let bytes = try root.content(of: RelativePath.name(of: path), limit: LockfileReader.sizeMax) else {
            return nil
        }
        return (bytes, SHA256Digest(try SHA256Hasher.digest(of: bytes)))
    }

    /// Reads what changed and keeps it. Returns a sentence for each lockfile that is another now.
    package mutating func refresh(_ store: ManifestStore, now: Int64) throws(ManifestError) -> [String] {
        var sources: [LockedPins] = []
        var sentences: [String] = []
        for file in changed {
            let name = RelativePath.name(of: file.lockfile.path).utf8Text ?? ""
            guard let format = LockfileFormat(rawValue: file.lockfile.format),
                let list = try? LockfileReader.parse(file.bytes, format, name: name)
            else {
                note(file.lockfile.path, "it has changed and cannot be understood; what it said before still counts")
                continue
            }
            var lockfile = file.lockfile
            lockfile.digest = file.digest
            sources.append(LockedPins(lockfile: lockfile, pins: list.pins))
            sentences.append(
                "\(Quotation.text(lockfile.path.bytes)): the lockfile has changed and was read again "
                    + "(\(list.pins.count) pins)")
        }
        changed = []
        if !sources.isEmpty { _ = try store.register(sources, now: now) }
        return sentences
    }

    private mutating func note(_ path: ByteString, _ detail: String) {
        troubles.append(
            Trouble(cache: -1, path: path, reason: .unusable, detail: "the registered lockfile was not read: " + detail)
        )
    }
}
