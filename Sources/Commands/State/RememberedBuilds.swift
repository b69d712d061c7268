import Inventory
import Linux
import Manifest

/// What earlier audits kept of builds, read without changing anything.
struct RememberedBuilds {
    var builds: [Build] = []
    /// Why they could not be read.
    var trouble: Trouble?

    /// Empty where there is no manifest yet, or none is to be used.
    static func read(_ settings: Settings) -> RememberedBuilds {
        let path = settings.database.value
        guard settings.records.value, (try? Descriptor.status(ofPath: path.bytes)) != nil else {
            return RememberedBuilds()
        }
        do throws(ManifestError) {
            return RememberedBuilds(builds: try ManifestStore(path: path, mode: .read).builds())
        } catch {
            let detail = "builds that earlier audits remembered cannot be read: \(error)"
            return RememberedBuilds(
                trouble: Trouble(cache: -1, path: path, reason: .unusable, detail: detail))
        }
    }
}
