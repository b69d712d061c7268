import Inventory
import Linux
import Manifest

/// Opens the manifest that the settings name, with messages for people.
enum ManifestFile {
    /// Opens it. `place` is its path as this process sees it, where that is another than the settings'.
    static func open(
        _ settings: Settings, at place: ByteString? = nil, mode: ManifestStore.Mode
    ) throws(CommandFailure) -> ManifestStore {
        do throws(ManifestError) {
            return try ManifestStore(path: place ?? settings.database.value, mode: mode)
        } catch {
            if mode == .read && error.kind == .missing { throw unreadable(error, settings) }
            var failure = failure(error, settings)
            if settings.database.origin == .builtIn && mode == .write {
                failure.message += "\nname another file with --db FILE, or use --no-record to keep no manifest"
            }
            throw failure
        }
    }

    /// Says why a manifest cannot be opened for reading: SQLite has one word for all that the kernel refuses.
    private static func unreadable(_ error: ManifestError, _ settings: Settings) -> CommandFailure {
        let path = settings.database.value
        do throws(SystemError) {
            _ = try Descriptor.open(path.bytes, .readOnly)
        } catch {
            switch error.number {
            case SystemError.notFound, SystemError.notDirectory:
                return CommandFailure(
                    path, "there is no manifest yet; run `bezoar audit` first, or name another one with --db FILE")
            case SystemError.accessDenied, SystemError.notPermitted:
                return CommandFailure(
                    path, "Access to the manifest is refused. Run as the user who owns the file. (\(error))")
            default: break
            }
        }
        return failure(error, settings)
    }

    /// Brings a manifest of an older format up to date. Belongs before all that is read out of it ahead of the audit's
    /// own writer: lockfiles and builds would be missing from the first audit of a new version.
    static func bringUpToDate(_ settings: Settings) throws(CommandFailure) {
        let path = settings.database.value
        guard settings.records.value, (try? Descriptor.status(ofPath: path.bytes)) != nil else { return }
        do throws(ManifestError) {
            _ = try ManifestStore(path: path, mode: .read)
        } catch {
            // All else is for the audit's writer to complain about.
            guard case .older = error.kind else { return }
            _ = try open(settings, mode: .write)
        }
    }

    /// The folder a path lies in.
    static func folder(of path: ByteString) -> ByteString {
        guard let slash = path.bytes.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == 0 ? "/" : ByteString(Array(path.bytes[..<slash]))
    }

    /// Whether others than this user and root may put files into a folder.
    static func isOpenToOthers(_ status: FileStatus) -> Bool {
        status.mode & 0o022 != 0 || (status.owner != 0 && status.owner != Host.effectiveUser)
    }

    /// The failure that a command ends with.
    static func failure(_ error: ManifestError, _ settings: Settings) -> CommandFailure {
        var path = settings.database.value
        if case .companion(let suffix) = error.kind { path.bytes += Array(suffix.utf8) }
        return CommandFailure(path, error.description)
    }

    /// Makes the last folder of the default path, where nobody named another.
    static func makeDefaultFolder(_ settings: Settings) {
        guard settings.database.origin == .builtIn else { return }
        // Where it is there already all is well; where it cannot be made, opening the manifest says so.
        try? OwnFile.makeDirectory(folder(of: settings.database.value).bytes)
    }
}
