import Inventory
import Linux
import Manifest

/// Opens the manifest that the settings name, with messages for people.
enum ManifestFile {
    /// Opens it; for writing, a missing last folder of the default path is made first.
    static func open(_ settings: Settings, mode: ManifestStore.Mode) throws(CommandFailure) -> ManifestStore {
        let path = settings.database.value
        if mode == .write { try makeFolder(of: path, isDefault: settings.database.origin == .builtIn) }
        do throws(ManifestError) {
            return try ManifestStore(path: path, mode: mode)
        } catch {
            var failure = failure(error)
            if settings.database.origin == .builtIn {
                failure.message += "\nname another file with --db FILE, or use --no-record to keep no manifest"
            }
            throw failure
        }
    }

    /// The folder a path lies in.
    static func folder(of path: ByteString) -> ByteString {
        guard let slash = path.bytes.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == 0 ? "/" : ByteString(Array(path.bytes[..<slash]))
    }

    /// The failure that a command ends with.
    static func failure(_ error: ManifestError) -> CommandFailure {
        CommandFailure(error.path, error.description)
    }

    private static func makeFolder(of path: ByteString, isDefault: Bool) throws(CommandFailure) {
        guard isDefault else { return }
        do throws(SystemError) {
            try OwnFile.makeDirectory(folder(of: path).bytes)
        } catch {
            // It is there already, or opening the manifest in it will say what is wrong.
        }
    }
}
