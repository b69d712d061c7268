package import Inventory

/// What the journal of an interrupted purge tells of the processes before.
package struct JournalHistory: Sendable, Hashable {
    /// What was asked for; `nil` in journals of older programs.
    package private(set) var terms: PurgeTerms?
    /// When later processes went on with it, in their order.
    package private(set) var resumed: [Int64] = []
    private var counts: [Int: PurgeCount] = [:]
    /// Targets that the process in hand deletes in and has not told how much.
    private var open: Set<Int> = []

    /// Steps from which on something is gone that nobody counts if the process is killed.
    private static let deleting: Set<PurgeStep.Kind> = [.prune, .delete, .deleteInPlace, .removeFolder]

    package init(_ steps: [PurgeStep]) {
        for step in steps { take(step) }
        close()
    }

    /// What is known of a target; `nil` where nothing was done to it.
    package subscript(target: Int) -> PurgeCount? { counts[target] }

    private mutating func take(_ step: PurgeStep) {
        switch step.kind {
        case .terms: terms = terms ?? JournalRecord.terms(step.name)
        case .resume:
            close()
            if let moment = JournalRecord.moment(step.name) { resumed.append(moment) }
        case .begin: counts[step.target, default: PurgeCount()].add(JournalRecord.count(step.name) ?? PurgeCount())
        case .count, .end:
            guard let count = JournalRecord.count(step.name) else { return }
            open.remove(step.target)
            counts[step.target, default: PurgeCount()].add(count)
        case _ where Self.deleting.contains(step.kind): open.insert(step.target)
        default: return
        }
    }

    /// The process in hand is at its end: what it has not told nobody knows.
    private mutating func close() {
        for target in open { counts[target, default: PurgeCount()].isExact = false }
        open = []
    }
}
