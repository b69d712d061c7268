package import Inventory

/// A command that only has commands below it.
package protocol CommandGroup: Command {}

extension CommandGroup {
    package var flags: [any Flag] { FlagList.standard }
    package var exits: [ExitMeaning] { [] }

    /// The parser asks for a command below before it comes here.
    package func job(_ words: [ByteString]) throws(UsageError) -> Job {
        throw UsageError("`bezoar \(self.words)` needs a command", help: self.words)
    }
}
