package import Inventory

/// What one report of an audit says, as far as `merge` asks.
package struct MergedAudit: Sendable {
    /// The host's name as the report has it.
    package var host: ByteString = ""
    package var audit = MergeReport.Audit()
    /// All of host 0: who gathers the hosts gives them their places.
    package var hits: [MergeReport.Hit] = []

    init() {}

    /// About how much memory the hits take.
    var weight: Int {
        hits.reduce(0) { $0 + 256 + $1.cache.bytes.count + $1.root.bytes.count + $1.path.bytes.count }
    }
}
