package import Audit

/// One table `[[trust]]` of the configuration file: which builds are of a tier.
package struct TrustSetting: Sendable, Equatable {
    /// Where the table stands.
    package var origin: Origin
    package var tier: TrustTier
    /// Patterns as they were written; empty where the key is missing.
    package var projects: [String]
    package var refs: [String]
    /// The same, ready to be asked.
    package var entry: TrustPolicy.Entry

    /// For `doctor`: `untrusted: https://git.example.com/forks/* (pull/*)`.
    var shown: String {
        let patterns = projects.isEmpty ? "*" : projects.joined(separator: ", ")
        let refs = refs.isEmpty ? "" : " (\(refs.joined(separator: ", ")))"
        return Quotation.text(Array("\(tier.rawValue): \(patterns)\(refs)".utf8))
    }
}

extension Settings {
    /// The tiers of trust, for the judges.
    package var trustPolicy: TrustPolicy { TrustPolicy(entries: trust.map(\.entry)) }
}
