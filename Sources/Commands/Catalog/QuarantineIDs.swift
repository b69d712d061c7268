import Inventory
import Purge

/// Ids of entries of the quarantine, as words of a command line.
enum QuarantineIDs {
    /// The ids; what is none is named.
    static func read(_ words: [ByteString], for command: any Command) throws(UsageError) -> [String] {
        var ids: [String] = []
        for word in words {
            guard let id = word.utf8Text, QuarantineEntry.isID(id) else {
                throw UsageError(
                    "ID: sixteen hexadecimal digits are expected, found `\(Quotation.text(word.bytes))`",
                    help: command.words)
            }
            ids.append(id)
        }
        return ids
    }
}
