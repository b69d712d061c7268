import Inventory

/// What to say where a host has nothing that could be audited.
enum HostSurvey {
    /// Why an audit has nothing to do: no directory was named, and no state root found.
    static func nothingToAudit() -> CommandFailure {
        CommandFailure(
            "no directory was named, and no state of BuildKit or Docker was found on this host\n"
                + "`bezoar caches --verbose` tells where it was looked for\n"
                + "name a state root with --state DIR, or any directory with --tree DIR; or either in "
                + (Settings.defaultConfiguration.utf8Text ?? ""),
            exit: .usage)
    }
}
