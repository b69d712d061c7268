internal import Bytes

/// A build as the engine's history names it.
///
/// ```
///   event:  1 type (0 started, 1 complete, 2 deleted)   2 record
///   record: 1 ref   6 created {1 seconds 2 nanoseconds}   7 completed   ... as the history database has it
/// ```
package struct EngineBuild: Sendable, Hashable {
    /// What the engine says of it; the raw value is the number on the wire.
    package enum Event: UInt64, Sendable, CaseIterable {
        case started = 0
        case complete = 1
        case deleted = 2
    }

    package var event = Event.started
    /// The engine's name of the build.
    package var ref = ""
    /// Nanoseconds since 1970.
    package var created: Int64?
    package var completed: Int64?
    /// The whole record as protobuf: the same message as a value in the history database.
    package var record: [UInt8] = []

    package init() {}

    init(event bytes: [UInt8]) throws(ParseError) {
        var scanner = try ProtobufScanner(bytes.span)
        while let field = try scanner.next() {
            switch (field.number, field.value) {
            case (1, .varint(let number)):
                guard let event = Event(rawValue: number) else { throw scanner.error("event \(number) is unknown") }
                self.event = event
            case (2, .bytes(let range)):
                record = try scanner.array(range)
                try read(try scanner.message(range))
            default: break
            }
        }
    }

    private mutating func read(_ scanner: consuming ProtobufScanner) throws(ParseError) {
        while let field = try scanner.next() {
            guard case .bytes(let range) = field.value else { continue }
            switch field.number {
            case 1: ref = try scanner.text(range)
            case 6: created = try Self.time(try scanner.message(range))
            case 7: completed = try Self.time(try scanner.message(range))
            default: break
            }
        }
    }

    /// A time stamp in nanoseconds; saturates.
    private static func time(_ scanner: consuming ProtobufScanner) throws(ParseError) -> Int64 {
        var (seconds, nanoseconds): (Int64, Int64) = (0, 0)
        while let field = try scanner.next() {
            if field.number == 1 { seconds = field.signed ?? seconds }
            if field.number == 2 { nanoseconds = field.signed ?? nanoseconds }
        }
        let (product, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflows) = product.addingReportingOverflow(nanoseconds)
        return isTooLarge || overflows ? (seconds < 0 ? .min : .max) : sum
    }
}

extension EngineClient {
    /// Hands each build of the engine's history to `visit` (`ListenBuildHistory`, which ends with what is there now),
    /// until `visit` gives false. `unsupported` before BuildKit 0.11, Docker 24.
    ///
    /// Give it more time than a plain question: the engine reads its whole history database.
    package func builds(_ visit: (EngineBuild) -> Bool) throws(EngineError) {
        var request = ProtobufWriter()
        request.boolean(3, true)
        try stream("ListenBuildHistory", request, limits: limits) { (message) throws(ParseError) -> Bool in
            visit(try EngineBuild(event: message))
        }
    }
}
