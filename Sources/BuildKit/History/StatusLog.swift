import Bytes
import Inventory

/// What a build's log says of its steps: which were run, which came from the layer cache, and when.
///
/// ```
///   u32, low byte first: length | StatusResponse {1 vertexes {1 digest, 3 name, 4 cached, 5 started, 6 completed,
///   u32, …                      |                             7 error}, 3 output of the steps, …}
/// ```
///
/// A vertex stands in the log again whenever something about it became known.
struct StatusLog {
    /// Steps of one build.
    static let vertexLimit = 100_000

    /// One step.
    struct Vertex: Equatable {
        var digest: [UInt8]
        var name: [UInt8] = []
        var isCached = false
        /// When it was begun for the first time and was over for the last time, in nanoseconds since 1970.
        var started: Int64?
        var completed: Int64?

        /// Whether the step was run.
        var execution: MountUse.Execution {
            if isCached { return .cached }
            return started == nil ? .skipped : .executed
        }
    }

    /// In the order of their first mention.
    private(set) var vertexes: [Vertex] = []
    private var places: [[UInt8]: Int] = [:]

    /// Reads a log.
    init(_ bytes: [UInt8]) throws(ParseError) {
        var cursor = Cursor(bytes.span, format: "status log")
        while !cursor.isAtEnd {
            let length = try cursor.size(UInt64(cursor.littleUInt32()))
            var response = try ProtobufScanner(cursor.take(count: length))
            while let field = try response.next() {
                if case (1, .bytes(let range)) = (field.number, field.value) { try add(response.message(range)) }
            }
        }
    }

    /// The step with this digest.
    func vertex(_ digest: [UInt8]) -> Vertex? {
        places[digest].map { vertexes[$0] }
    }

    private mutating func add(_ message: consuming ProtobufScanner) throws(ParseError) {
        var seen = Vertex(digest: [])
        while let field = try message.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let range)): seen.digest = try message.array(range)
            case (3, .bytes(let range)): seen.name = try message.array(range)
            case (4, _): seen.isCached = field.boolean ?? seen.isCached
            case (5, .bytes(let range)): seen.started = try Timestamp.nanoseconds(message.message(range))
            case (6, .bytes(let range)): seen.completed = try Timestamp.nanoseconds(message.message(range))
            default: break
            }
        }
        guard let place = places[seen.digest] else {
            guard vertexes.count < Self.vertexLimit else {
                throw message.error("the log has more than \(Self.vertexLimit) steps")
            }
            places[seen.digest] = vertexes.count
            vertexes.append(seen)
            return
        }
        if !seen.name.isEmpty { vertexes[place].name = seen.name }
        vertexes[place].isCached = vertexes[place].isCached || seen.isCached
        if let started = seen.started { vertexes[place].started = min(vertexes[place].started ?? .max, started) }
        if let done = seen.completed { vertexes[place].completed = max(vertexes[place].completed ?? .min, done) }
    }
}
