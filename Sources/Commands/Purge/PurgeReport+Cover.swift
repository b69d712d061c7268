import Inventory

extension PurgeReport {
    /// Whether all that a new plan names was a part of this purge. A plan of nothing is, where it was made by the same
    /// command: what had been renamed away before the interruption was not seen any more.
    func covers(_ plan: PurgePlan, _ command: String) -> Bool {
        if plan.targets.isEmpty { return command == self.command }
        return plan.targets.allSatisfy { target in
            rows.contains { Self.covers($0.target, target) }
        }
    }

    private static func covers(_ old: PurgeTarget, _ new: PurgeTarget) -> Bool {
        guard old.root == new.root, old.record == new.record, old.cache == new.cache, old.directory == new.directory,
            old.device == new.device, old.inode == new.inode, old.kept == new.kept
        else { return false }
        guard let entries = old.entries else { return true }
        guard let wanted = new.entries else { return false }
        return Set(wanted.map(\.path)).isSubset(of: entries.map(\.path))
    }
}
