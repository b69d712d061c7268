import Inventory
import Linux
import Purge

/// Opens the quarantine that the settings name, with messages for people.
enum QuarantineFile {
    /// Where it is: what was named, else a folder beside the manifest.
    static func path(_ settings: Settings) -> ByteString {
        settings.quarantineFolder.value ?? ManifestFile.folder(of: settings.database.value).appending("quarantine")
    }

    /// Makes its folder where there is none, so that the process may be locked in with it.
    static func make(_ settings: Settings) {
        // Where it cannot be made, opening the quarantine says so.
        try? OwnFile.makeDirectory(path(settings).bytes, mode: 0o700)
    }

    /// Whether anything stands at a path.
    static func isThere(_ path: ByteString) -> Bool { (try? Descriptor.status(ofPath: path.bytes)) != nil }

    static func open(
        _ settings: Settings, _ mode: QuarantineStore.Mode
    ) throws(CommandFailure) -> QuarantineStore {
        let path = path(settings)
        do throws(QuarantineError) {
            return try QuarantineStore.open(
                path, mode, limits: QuarantineLimits(budget: settings.quarantineBudget.value))
        } catch {
            let hint = error.kind == .missing ? "; nothing was kept there yet, or name it with --quarantine-dir" : ""
            throw CommandFailure(error.path.isEmpty ? path : error.path, error.description + hint)
        }
    }
}
