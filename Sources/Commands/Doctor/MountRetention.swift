import EngineAPI

/// What an engine's own rules of removal mean for mount caches.
///
/// ```
///   filters ["type==source.local,type==exec.cachemount"]     one text: all of it at once, which no record is
///   filters ["type==source.local", "type==exec.cachemount"]  any of them
///   filters []                                               every record
/// ```
/// The first form was the default up to BuildKit 0.30 and Docker 29.5: it was meant like the second.
enum MountRetention {
    private static let type = "type=="
    private static let mounts = "exec.cachemount"

    /// A sentence; empty policies mean that nothing is ever removed.
    static func sentence(_ policies: [EngineWorker.Policy]) -> String {
        guard !policies.isEmpty else { return "off: cache mounts stay until somebody removes them" }
        if let rule = policies.first(where: {
            $0.keepDuration > 0 && namesMounts($0) && $0.filters.contains(where: takes)
        }) {
            return "cache mounts go when they were not used for \(duration(rule.keepDuration)) and space is short"
        }
        let broken = policies.first { $0.keepDuration > 0 && namesMounts($0) }
        let general = policies.first {
            $0.keepDuration > 0 && ($0.filters.isEmpty || $0.filters.contains(where: takes))
        }
        var parts: [String] = []
        if let broken {
            parts.append(
                "the rule that should remove cache mounts unused for \(duration(broken.keepDuration)) never matches "
                    + "(mended in BuildKit 0.31, Docker 29.6)")
        }
        if let general {
            parts.append("what was not used for \(duration(general.keepDuration)) goes when space is short")
        } else {
            parts.append("cache mounts are never removed for their age")
        }
        return parts.joined(separator: "; ")
    }

    /// Whether a rule was written with cache mounts in mind.
    private static func namesMounts(_ policy: EngineWorker.Policy) -> Bool {
        policy.filters.contains { $0.split(separator: ",").contains { $0 == type + mounts } }
    }

    /// Whether one filter can match a cache mount: its parts must all hold.
    private static func takes(_ filter: String) -> Bool {
        filter.split(separator: ",").allSatisfy { !$0.hasPrefix(type) || $0 == type + mounts }
    }

    private static func duration(_ nanoseconds: Int64) -> String {
        let hours = nanoseconds / 3_600_000_000_000
        if hours == 0 { return "\(nanoseconds / 1_000_000_000) s" }
        return hours > 72 ? "\(hours / 24) days" : "\(hours) hours"
    }
}
