internal import Inventory

/// Lockfiles, pins and verdicts as members of an object that is open.
extension JSONWriter {
    /// Which lockfile it is, and why it is believed.
    mutating func members(of lockfile: Lockfile) {
        member("path", lockfile.path)
        member("project", lockfile.project.isEmpty ? nil : lockfile.project)
        member("trust", lockfile.trust.rawValue)
        member("tier", lockfile.tier)
        member("format", lockfile.format)
        member("sha256", lockfile.digest.hex)
    }
}
