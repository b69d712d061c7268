import Inventory
import Linux

/// Whether the manifest is still the file that it was. A job makes a new one where there is none, and finds nothing
/// amiss: only who was there before knows that a history is gone.
struct ManifestWatch {
    /// What became of it.
    enum Change: Equatable {
        case lost
        case replaced
    }

    private struct Identity: Equatable {
        var device: UInt64
        var inode: UInt64
    }

    private var known: Identity?
    private var path: ByteString = ""

    /// Looks before a job; says a change once.
    mutating func look(at path: ByteString) -> Change? {
        defer {
            self.path = path
            known = try? Self.identity(path)
        }
        guard let known, path == self.path else { return nil }
        do throws(SystemError) {
            return try Self.identity(path) == known ? nil : .replaced
        } catch {
            // What cannot be looked at now, the job stumbles over and names.
            return error.number == SystemError.notFound ? .lost : nil
        }
    }

    /// Takes what a job has made for the manifest, where there was none. What came into its place meanwhile is seen
    /// before the next job.
    mutating func note(_ path: ByteString) {
        guard known == nil else { return }
        self.path = path
        known = try? Self.identity(path)
    }

    private static func identity(_ path: ByteString) throws(SystemError) -> Identity {
        let status = try Descriptor.status(ofPath: path.bytes)
        return Identity(device: status.device, inode: status.inode)
    }
}
