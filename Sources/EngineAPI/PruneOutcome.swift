internal import Bytes

/// What an engine removed when it was asked to remove one record.
///
/// ```
///   each message of the answer:  1 ID   4 size   ... of a record that was removed
/// ```
package struct PruneOutcome: Sendable, Hashable {
    /// Bytes of the record by the engine's count, where it removed it. `nil` where it did not: the record was in use or
    /// not there. An engine says nothing about either.
    package var bytes: Int64?
    /// Other records that the engine says it removed. There must be none: the filter names one record.
    package var others: [String] = []

    package init() {}

    /// Whether the engine removed the record.
    package var isRemoved: Bool { bytes != nil }
}

extension EngineClient {
    /// Letters and digits of a record's id.
    private static let recordLength = 25

    /// Removes one mount cache by the id of its record; waits until the engine has removed the files.
    ///
    /// After `timedOut` or `closed` the engine may have removed it or not: look.
    package func prune(
        record: String, limits: EngineLimits = .patient
    ) throws(EngineError) -> PruneOutcome {
        guard Self.isRecord(record) else {
            // An empty filter matches everything, and one with other characters could mean anything.
            throw named(Fault(.invalid, "\(Quoted(record)) is no id of a record"), "Prune")
        }
        var request = ProtobufWriter()
        // One text: the parts of one filter must all match, of several filters any.
        request.text(1, "type==exec.cachemount,id==" + record)
        var outcome = PruneOutcome()
        try stream("Prune", request, limits: limits) { (message) throws(ParseError) -> Bool in
            let (id, size) = try Self.usage(message)
            if id.hasSameBytes(as: record) {
                outcome.bytes = size
            } else if outcome.others.count < EngineWorker.listLimit {
                outcome.others.append(id)
            }
            return true
        }
        return outcome
    }

    /// Whether a text has the form of a record's id.
    package static func isRecord(_ text: String) -> Bool {
        text.utf8.count == recordLength
            && text.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
    }

    private static func usage(_ message: [UInt8]) throws(ParseError) -> (id: String, size: Int64) {
        var scanner = try ProtobufScanner(message.span)
        var (id, size): (String, Int64) = ("", 0)
        while let field = try scanner.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let range)): id = try scanner.text(range)
            case (4, .varint): size = field.signed ?? size
            default: break
            }
        }
        return (id, size)
    }
}
