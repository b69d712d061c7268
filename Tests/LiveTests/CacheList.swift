import Bytes
import TestSupport

/// The answer of `bezoar caches --format json`.
struct CacheList {
    /// One mount cache of the list.
    struct Cache: Hashable {
        var id: String
        var record: String
        var root: String
        var path: String
        var base: String?
        var description: String
        var bytes: Int64
        var uses: Int64
        var isInUse: Bool
    }

    var caches: [Cache] = []
    var roots: [String] = []
    /// What could not be seen.
    var troubles: [String] = []
    var isComplete = false

    /// Throws where there is no such document, or the program says that it saw not all.
    init(_ result: Program.Result) throws {
        let json = try JSON.parse(result.output)
        caches = Self.list(json, "caches").map { cache in
            Cache(
                id: cache["id"]?.string ?? "", record: cache["record"]?.string ?? "",
                root: cache["root"]?.string ?? "", path: cache["path"]?.string ?? "", base: cache["base"]?.string,
                description: cache["description"]?.string ?? "", bytes: cache["bytes"]?.integer ?? -1,
                uses: cache["uses"]?.integer ?? 0, isInUse: cache["inUse"]?.boolean ?? false)
        }
        roots = Self.list(json, "roots").map { $0["path"]?.string ?? "" }
        troubles = Self.list(json, "incomplete").map {
            "\($0["path"]?.string ?? "?"): \($0["detail"]?.string ?? "?")"
        }
        isComplete = json.object?["complete"]?.boolean ?? false
        guard result.status == (isComplete ? 0 : 3), isComplete == troubles.isEmpty else {
            throw Program.Failure(description: "exit \(result.status): \(troubles) \(result.errorText)")
        }
    }

    private static func list(_ json: JSONValue, _ name: String) -> [JSONObject] {
        (json.object?[name]?.array ?? []).compactMap(\.object)
    }

    /// Records of a mount id.
    func records(_ id: String) -> [Cache] { caches.filter { $0.id == id } }
}

/// A mount cache as the engine itself lists it.
struct EngineRecord: Hashable {
    var record: String
    var description: String
    var bytes: Int64
    var uses: Int64
    var isInUse: Bool

    /// Asks the engine, which changes its records.
    static func list(_ engine: Engine) throws -> [EngineRecord] {
        (try JSON.parse(engine.list()).array ?? []).compactMap(\.object).map { entry in
            EngineRecord(
                record: entry["record"]?.string ?? "", description: entry["description"]?.string ?? "",
                bytes: entry["bytes"]?.integer ?? -1, uses: entry["uses"]?.integer ?? -1,
                isInUse: entry["inUse"]?.boolean ?? false)
        }
    }
}
