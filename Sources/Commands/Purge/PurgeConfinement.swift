import Inventory
import Linux

/// Locks in a process that is about to remove: from then on it reads and writes only below the directories of its plan,
/// beside its manifest, in the quarantine, beside its receipt and its metrics, and reads the state roots and `/proc`,
/// to see who uses what. It runs nothing, makes no sockets but to the engines of this host, and keeps no privilege but
/// those that removing takes.
enum PurgeConfinement {
    /// Where a purge works.
    struct Places {
        /// Directories whose content may go.
        var directories: [ByteString] = []
        /// State roots, which are only read.
        var roots: [ByteString] = []
        var quarantine: ByteString?
    }

    /// Applies it; why the process runs with less of it than it should, where that is so. Must run before any other
    /// thread exists.
    static func apply(_ places: Places, _ settings: Settings) -> String? {
        do throws(SystemError) {
            defer {
                try? Jail.dropPrivileges(for: .removing)
                _ = try? CallFilter.apply(for: .filesAndEngines)
            }
            var writing = places.directories.map(\.bytes) + [ManifestFile.folder(of: settings.database.value).bytes]
            if let quarantine = places.quarantine { writing.append(quarantine.bytes) }
            if let output = settings.output.value { writing.append(ManifestFile.folder(of: output).bytes) }
            if let file = settings.metrics.value { writing.append(ManifestFile.folder(of: file).bytes) }
            // A directory that is gone since the plan was made is refused later, by name.
            let there = writing.filter(isThere)
            let reading = places.roots.map(\.bytes).filter(isThere)
            _ = try Landlock.restrict(reading: reading + [Array("/proc".utf8)], writing: there)
            return nil
        } catch {
            return "this process could not be locked in: \(error)"
        }
    }

    private static func isThere(_ path: [UInt8]) -> Bool {
        if ProcessPath(path) != nil { return (try? Descriptor.status(withoutLinks: path)) != nil }
        return (try? Descriptor.status(ofPath: path)) != nil
    }
}
