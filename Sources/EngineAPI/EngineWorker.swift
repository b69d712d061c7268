internal import Bytes

/// A worker of a BuildKit: where and how its builds run.
///
/// ```
///   1 ID   2 labels (map)   3 platforms {1 architecture 2 OS 3 variant}   5 version
///   4 GC policies {1 all 2 keep, ns 3 reserved 4 filters 5 most used 6 least free}
/// ```
package struct EngineWorker: Sendable, Hashable {
    /// A rule by which the engine itself removes records.
    package struct Policy: Sendable, Hashable {
        /// Whether internal and shared records are taken too.
        package var takesAll = false
        /// Nanoseconds for which an unused record is kept; 0 where the age does not count.
        package var keepDuration: Int64 = 0
        package var filters: [String] = []
        /// Bytes; 0 where not set.
        package var reservedSpace: Int64 = 0
        package var maximumUsed: Int64 = 0
        package var minimumFree: Int64 = 0

        package init() {}
    }

    /// Entries of one list that an engine may name.
    static let listLimit = 1_000

    package var id = ""
    /// `org.mobyproject.buildkit.worker.snapshotter` and the like.
    package var labels: [String: String] = [:]
    /// `linux/amd64`, `linux/arm/v7`.
    package var platforms: [String] = []
    package var policies: [Policy] = []
    /// `nil` before BuildKit 0.11.
    package var version: BuildKitVersion?

    package init() {}

    /// The snapshotter, where the worker names it.
    package var snapshotter: String? { labels["org.mobyproject.buildkit.worker.snapshotter"] }

    init(_ scanner: consuming ProtobufScanner) throws(ParseError) {
        while let field = try scanner.next() {
            guard case .bytes(let range) = field.value else { continue }
            switch field.number {
            case 1: id = try scanner.text(range)
            case 2:
                try Self.requireRoom(labels.count, scanner)
                let (key, value) = try Self.pair(try scanner.message(range))
                labels[key] = value
            case 3:
                try Self.requireRoom(platforms.count, scanner)
                platforms.append(try Self.platform(try scanner.message(range)))
            case 4:
                try Self.requireRoom(policies.count, scanner)
                policies.append(try Policy(try scanner.message(range)))
            case 5: version = try BuildKitVersion(try scanner.message(range))
            default: break
            }
        }
    }

    static func requireRoom(_ count: Int, _ scanner: borrowing ProtobufScanner) throws(ParseError) {
        guard count < listLimit else { throw scanner.error("a list has more than \(listLimit) entries") }
    }

    private static func pair(_ scanner: consuming ProtobufScanner) throws(ParseError) -> (String, String) {
        var (key, value) = ("", "")
        while let field = try scanner.next() {
            guard case .bytes(let range) = field.value else { continue }
            if field.number == 1 { key = try scanner.text(range) }
            if field.number == 2 { value = try scanner.text(range) }
        }
        return (key, value)
    }

    private static func platform(_ scanner: consuming ProtobufScanner) throws(ParseError) -> String {
        var parts = ["", "", ""]
        while let field = try scanner.next() {
            guard case .bytes(let range) = field.value else { continue }
            switch field.number {
            case 1: parts[1] = try scanner.text(range)
            case 2: parts[0] = try scanner.text(range)
            case 3: parts[2] = try scanner.text(range)
            default: break
            }
        }
        return parts.filter { !$0.isEmpty }.joined(separator: "/")
    }
}

extension EngineWorker.Policy {
    init(_ scanner: consuming ProtobufScanner) throws(ParseError) {
        while let field = try scanner.next() {
            switch field.number {
            case 1: takesAll = field.boolean ?? takesAll
            case 2: keepDuration = field.signed ?? keepDuration
            case 3: reservedSpace = field.signed ?? reservedSpace
            case 4:
                guard case .bytes(let range) = field.value else { continue }
                try EngineWorker.requireRoom(filters.count, scanner)
                filters.append(try scanner.text(range))
            case 5: maximumUsed = field.signed ?? maximumUsed
            case 6: minimumFree = field.signed ?? minimumFree
            default: break
            }
        }
    }
}

extension EngineClient {
    /// The engine's workers (`ListWorkers`).
    package func workers() throws(EngineError) -> [EngineWorker] {
        let answer = try ask("ListWorkers", ProtobufWriter())
        do throws(ParseError) {
            var scanner = try ProtobufScanner(answer.span)
            var workers: [EngineWorker] = []
            while let field = try scanner.next() {
                guard field.number == 1, case .bytes(let range) = field.value else { continue }
                try EngineWorker.requireRoom(workers.count, scanner)
                workers.append(try EngineWorker(try scanner.message(range)))
            }
            return workers
        } catch {
            throw named(Fault(error), "ListWorkers")
        }
    }
}
