import Inventory
import Linux
import Walk

/// Locks the process in before it reads what attackers wrote. From then on it reads only the audited directories,
/// writes only beside its manifest and its report, runs nothing, makes no socket, and has no privilege but to read and
/// write files.
///
/// ```
///  before state roots are read         Landlock guards the writing
///  every cache has a confined view,    the manifest's folder becomes the root directory, with --no-record an empty
///  no --output                         one: no path leads elsewhere, and the caches, and the folders of --metrics
///                                      and --report, are reached through their open views alone; Landlock guards the
///                                      writing
///  otherwise                           Landlock guards reading and writing, at some cost for each file opened
/// ```
struct Confinement {
    /// The manifest's path from now on: below the new root, where there is one.
    private(set) var database: ByteString
    /// Whether the process has a root directory of its own.
    private(set) var isJailed = false
    /// Why the process runs with less than it should have.
    private(set) var complaint: String?

    /// Without any of it, as the self-test runs.
    init(none settings: Settings) {
        database = settings.database.value
    }

    /// The first step, before the databases of a state root are parsed: from now on the process writes only beside its
    /// manifest and its report, runs nothing and opens no TCP connection. Reading stays, since nobody knows yet where
    /// the caches lie. Why that is not so, where it is not.
    static func forbidWriting(_ settings: Settings) -> String? {
        do throws(SystemError) {
            _ = try Landlock.restrict(reading: nil, writing: writable(settings))
            return nil
        } catch {
            return "this process could not give up writing: \(error)"
        }
    }

    /// For who reads files that other hosts wrote: from now on the process writes only beside its report, runs nothing
    /// and makes no socket. Why that is not so, where it is not.
    static func forReports(_ settings: Settings) -> String? {
        do throws(SystemError) {
            var folders: [[UInt8]] = []
            if let file = settings.output.value { folders = Self.folders(ofOutput: file) }
            _ = try Landlock.restrict(reading: nil, writing: folders)
            try Jail.dropPrivileges()
            _ = try CallFilter.apply(for: .files)
            return nil
        } catch {
            return "this process could not be locked in: \(error)"
        }
    }

    /// Applies all that this host allows. Must run before any other thread exists, and before the manifest is opened.
    /// `files` are written when all is over.
    init(_ targets: [AuditTarget], _ settings: Settings, _ files: [EnclosedFile]) {
        database = settings.database.value
        do throws(SystemError) {
            // Whatever fails before, no privilege is kept, and no call that a reader of files does not need.
            defer { dropPrivileges() }
            isJailed = try enterJail(targets, settings, files)
            if isJailed {
                _ = try Landlock.restrict(
                    reading: nil, writing: settings.records.value ? [Array("/".utf8)] : [],
                    folders: files.map(\.folderNumber))
            } else {
                _ = try Landlock.restrict(reading: Self.readable(targets), writing: Self.writable(settings))
            }
        } catch {
            complaint = "this process could not be locked in: \(error)"
        }
    }

    private mutating func dropPrivileges() {
        do throws(SystemError) {
            try Jail.dropPrivileges()
            _ = try CallFilter.apply(for: .files)
        } catch {
            complaint = "this process could not be locked in: \(error)"
        }
    }

    private mutating func enterJail(
        _ targets: [AuditTarget], _ settings: Settings, _ files: [EnclosedFile]
    ) throws(SystemError) -> Bool {
        guard settings.output.value == nil, files.allSatisfy(\.isEnclosed), targets.allSatisfy(\.isConfined) else {
            return false
        }
        // Never a cache: whoever writes to it would choose what this process finds by an absolute path.
        guard settings.records.value else { return try Jail.enterNothing() }
        let path = settings.database.value
        let folder = try Descriptor.open(ManifestFile.folder(of: path).bytes, [.directory, .path])
        if ManifestFile.isOpenToOthers(try folder.status()) { return false }
        guard let name = path.bytes.split(separator: UInt8(ascii: "/")).last, path.bytes.last != UInt8(ascii: "/"),
            name != [0x2e], name != [0x2e, 0x2e], try Jail.enter(folder)
        else { return false }
        database = ByteString(Array("/".utf8) + name)
        return true
    }

    private static func readable(_ targets: [AuditTarget]) -> [[UInt8]] {
        // `/proc/self/fd` is where a file is opened a second time.
        targets.map(\.cache.path.bytes) + [Array("/proc".utf8)]
    }

    private static func writable(_ settings: Settings) -> [[UInt8]] {
        var folders: [[UInt8]] = []
        if settings.records.value { folders.append(ManifestFile.folder(of: settings.database.value).bytes) }
        if let file = settings.output.value { folders += Self.folders(ofOutput: file) }
        for file in [settings.metrics.value, settings.reportFile.value].compactMap(\.self) {
            folders.append(ManifestFile.folder(of: file).bytes)
        }
        return folders
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
