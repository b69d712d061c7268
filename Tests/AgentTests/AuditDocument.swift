import Bytes

/// A report in `bezoar.audit/1`, by the names the tests ask for.
struct AuditDocument {
    /// One finding.
    struct Finding: Hashable {
        var rule: String
        var path: String
        var severity: String
    }

    /// One place that was not seen.
    struct Incomplete: Hashable {
        var path: String
        var reason: String
    }

    let json: JSONValue

    init(_ json: JSONValue) {
        self.json = json
    }

    var findings: [Finding] {
        (json["findings"]?.array ?? []).map {
            Finding(
                rule: $0["rule"]?.string ?? "", path: $0["path"]?.string ?? "", severity: $0["severity"]?.string ?? "")
        }
    }

    var incomplete: [Incomplete] {
        (json["incomplete"]?.array ?? []).map {
            Incomplete(path: $0["path"]?.string ?? "", reason: $0["reason"]?.string ?? "")
        }
    }

    var outcome: String { json["summary"]?["outcome"]?.string ?? "" }
    var isComplete: Bool { json["summary"]?["complete"]?.boolean ?? false }
    var isCancelled: Bool { json["cancelled"]?.boolean ?? false }

    /// A number of the summary; -1 where it is missing.
    func count(_ name: String) -> Int64 { json["summary"]?[name]?.integer ?? -1 }

    /// Changes of a cache since its last audit, as `added removed modified moved`; empty at the first.
    func changes(cache index: Int = 0) -> [Int64] {
        let caches = json["caches"]?.array ?? []
        guard caches.indices.contains(index), let changes = caches[index]["changes"], changes.object != nil else {
            return []
        }
        return ["added", "removed", "modified", "moved"].map { changes[$0]?.integer ?? -1 }
    }

    /// Whether a rule found something at this path.
    func has(_ rule: String, at path: String) -> Bool {
        findings.contains { $0.rule == rule && $0.path == path }
    }

    /// Why a path was not seen; `nil` where it was.
    func reason(_ path: String) -> String? {
        incomplete.first { $0.path == path }?.reason
    }
}

extension JSONValue {
    /// A member of an object; `nil` for everything else.
    subscript(_ key: String) -> JSONValue? { object?[key] }
}
