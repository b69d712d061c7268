package import Inventory

/// What a command line asks for, with the checked positional arguments; the join switches over it.
package enum Job: Sendable, Equatable {
    case agent
    case harvest
    case caches
    case audit
    case baselineAccept
    case baselineDiff
    case baselineExport(file: ByteString)
    case baselineImport(file: ByteString)
    case lockAdd(paths: [ByteString])
    case lockList
    case lockRemove(paths: [ByteString])
    case hunt([HuntQuestion])
    /// Reports of audits, and folders of them.
    case merge(paths: [ByteString])
    /// The file of an incident.
    case incident(file: ByteString)
    case intelImport(paths: [ByteString])
    case intelList
    case intelRemove(names: [ByteString])
    /// A plan's file; `nil` means that the flags choose.
    case purge(plan: ByteString?)
    /// Number of a receipt; `nil` means all of them.
    case receipts(number: Int64?)
    case quarantineList
    case quarantineShow(id: String)
    case quarantineRestore(ids: [String])
    case quarantineDrop(ids: [String])
    case rulesList
    case rulesExplain(id: String)
    /// A folder of rules to check; `nil` means the rules that an audit would use.
    case rulesCheck(directory: ByteString?)
    case doctor
    case selftest
    case version
    /// Answered by the parser itself: a help page, a man page, a completion script.
    case text(String)
}
