import Inventory
import Linux

/// One way to poison a cache, and what an audit must say of it.
struct SelftestCase: Sendable {
    /// How a case came out that could be run.
    enum Outcome {
        /// The audit said what it must; its words.
        case asExpected(String)
        /// It said something else.
        case other(String)
        /// The case means nothing here; why.
        case skipped(String)
    }

    var name: String
    /// What is done to the cache.
    var deed: String
    /// The rule or the word that must come of it.
    var expected: String
    /// What not every user may do. With it a refusal of the kernel skips the case; without it the case has failed.
    var need: String?
    /// Whether nothing bad is done, so that nothing may be found.
    var isClean = false
    /// Does it, audits, and looks at what came.
    var run: @Sendable (borrowing SelftestCache) throws -> Outcome

    /// All cases, in the order they are run and shown.
    static let all = clean + hygiene + packages + changes + returned + unread + tampering

    /// Runs the case in a cache that is made for it.
    func row(in folder: borrowing OwnTree, number: Int) -> SelftestReport.Row {
        var row = SelftestReport.Row(name: name, deed: deed, expected: expected, result: .failed, detail: "")
        do {
            let cache = try SelftestCache(in: folder, number: number)
            try cache.fill()
            switch try run(cache) {
            case .asExpected(let words): (row.result, row.detail) = (isClean ? .clean : .caught, words)
            case .other(let words): (row.result, row.detail) = (.missed, words)
            case .skipped(let reason): (row.result, row.detail) = (.skipped, reason)
            }
        } catch let error as SystemError {
            row.detail = error.description
            if let need, Self.refusals.contains(error.number) {
                (row.result, row.detail) = (.skipped, "\(need): \(error.text)")
            }
        } catch let error as CommandFailure {
            row.detail = error.message
        } catch {
            row.detail = "\(error)"
        }
        return row
    }

    /// How the kernel says that a user, a container or a file system does not allow something.
    private static let refusals: Set<Int32> = [
        SystemError.notPermitted, SystemError.accessDenied, SystemError.invalid, SystemError.notSupported,
    ]
}
