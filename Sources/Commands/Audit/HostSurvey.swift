import Inventory
import Linux

/// What this host has that could be audited, where nobody named a directory.
enum HostSurvey {
    /// Where daemons keep their state by default.
    private static let usualPlaces = ["/var/lib/buildkit", "/var/lib/docker", "/var/lib/containerd"]

    /// Why an audit without `--tree` has nothing to do.
    static func nothingToAudit() -> CommandFailure {
        let found = usualPlaces.filter { (try? Descriptor.status(ofPath: Array($0.utf8))) != nil }
        if found.isEmpty {
            return CommandFailure(
                "no directory was named, and there is no state of BuildKit or Docker in the usual places of this host\n"
                    + "name directories with --tree DIR, or as audit.trees in "
                    + (Settings.defaultConfiguration.utf8Text ?? ""),
                exit: .usage)
        }
        return CommandFailure(
            "this version does not read the state in \(found.joined(separator: ", ")) by itself\n"
                + "name the directories of the caches with --tree DIR",
            exit: .usage)
    }
}
