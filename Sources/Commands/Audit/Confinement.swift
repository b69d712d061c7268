import Inventory
import Linux

/// Locks the process in before it reads what attackers wrote: from then on it reads only the audited directories and
/// writes only beside its manifest and its report.
struct Confinement {
    /// Landlock's version in force; 0 where there is none.
    var version: Int
    /// Why the process runs without it.
    var complaint: String?

    /// Applies Landlock. Must run before any other thread exists.
    static func apply(to targets: [AuditTarget], settings: Settings) -> Confinement {
        var writing: [[UInt8]] = []
        if settings.records.value { writing.append(ManifestFile.folder(of: settings.database.value).bytes) }
        if let file = settings.output.value { writing += folders(ofOutput: file) }
        // `/proc/self/fd` is where a file is opened a second time; the calendar and the rest are in the program.
        let reading = targets.map(\.cache.path.bytes) + [Array("/proc".utf8)]
        do throws(SystemError) {
            let version = try Landlock.restrict(reading: reading, writing: writing)
            return Confinement(version: version, complaint: nil)
        } catch {
            return Confinement(version: 0, complaint: "Landlock could not be switched on: \(error)")
        }
    }

    /// Where the report is written beside, and, where the name is a link such as `/dev/stdout`, where it leads to.
    private static func folders(ofOutput file: ByteString) -> [[UInt8]] {
        let folder = ManifestFile.folder(of: file)
        guard let real = try? Descriptor.open(file.bytes, [.path]).realPath(), real.first == UInt8(ascii: "/") else {
            return [folder.bytes]
        }
        return [folder.bytes, ManifestFile.folder(of: ByteString(real)).bytes]
    }
}
