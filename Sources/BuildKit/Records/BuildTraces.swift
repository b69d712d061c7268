import Bytes
import Inventory

/// What records other than mount caches tell of builds: results of steps, folders that clients sent, checkouts.
///
/// ```
///   <record id>   cache.description   {"value":"mount / from exec /bin/sh -c …"}     the result of a step
///   <record id>   local.sharedKey     {"value":"context:context:<folder>:<node>"}    a folder that a client sent
///   <record id>   git-snapshot        {"value":"<commit>:<folder>"}                  a checkout
/// ```
///
/// Twins count here: a step's result or a checkout may have nothing but its twin left.
struct BuildTraces: Sendable {
    /// The result of a step; places in the bytes of the database, for there may be hundreds of thousands.
    struct Step: Sendable {
        var record: Range<Int>
        var description: Range<Int>
        /// Short digest of its command; see `StepText.digest`.
        var digest: UInt64
    }

    /// A folder that a client sent.
    struct Local: Sendable {
        var record: RecordID
        var source: LocalSource
    }

    /// A tree that BuildKit fetched.
    struct Checkout: Sendable {
        var record: RecordID
        var commit: ByteString
    }

    private(set) var steps: [Step] = []
    private(set) var locals: [Local] = []
    private(set) var checkouts: [Checkout] = []
    /// Folders and checkouts beyond the limit.
    private(set) var unlisted = 0

    /// Folders and checkouts of one database.
    static let limit = 100_000
    /// Bytes of a key that are kept.
    static let keyLimit = 4096
    /// How the daemon writes such a description: nothing in it is ever escaped.
    private static let stepStart = Array("{\"value\":\"mount / from exec ".utf8)
    private static let stepEnd = Array("\"}".utf8)

    /// Takes what one record tells.
    mutating func take(
        _ id: RecordID, _ name: Range<Int>, _ places: PropertyPlaces, _ reader: PropertyReader
    ) throws(ParseError) {
        if let description = places.description, reader.bytes[description].starts(with: Self.stepStart) {
            addStep(name, description, reader)
        }
        if let key = try text(places.sharedKey, old: places.oldSharedKey, reader) {
            guard count < Self.limit else {
                unlisted += 1
                return
            }
            let lastUsed = try reader.number(places.lastUsed) ?? 0
            let source = LocalSource(sharedKey: key, created: try reader.number(places.created), lastUsed: lastUsed)
            locals.append(Local(record: id, source: source))
        }
        if let key = try text(places.checkout, old: places.oldCheckout, reader) {
            guard count < Self.limit else {
                unlisted += 1
                return
            }
            let commit = key.bytes.prefix { $0 != UInt8(ascii: ":") }
            checkouts.append(Checkout(record: id, commit: ByteString(Array(commit))))
        }
    }

    /// Notes the result of a step; one whose description cannot be read is none.
    private mutating func addStep(_ name: Range<Int>, _ description: Range<Int>, _ reader: PropertyReader) {
        let digest: UInt64
        let start = description.lowerBound + Self.stepStart.count
        let end = description.upperBound - Self.stepEnd.count
        if Self.isPlain(reader.bytes, start, end, description.upperBound) {
            digest = StepText.digest(reader.bytes[start..<end])
        } else {
            guard let text = try? reader.text(description), let command = StepText.ofResult(text) else { return }
            digest = StepText.digest(command[...])
        }
        steps.append(Step(record: name, description: description, digest: digest))
    }

    /// Whether a command stands there as the daemon writes nearly all: nothing is escaped, and nothing follows.
    private static func isPlain(_ bytes: [UInt8], _ start: Int, _ end: Int, _ close: Int) -> Bool {
        guard start <= end, bytes[end..<close].elementsEqual(stepEnd) else { return false }
        for index in start..<end where bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "\\") {
            return false
        }
        return true
    }

    private var count: Int { locals.count + checkouts.count }

    private func text(
        _ place: Range<Int>?, old: Range<Int>?, _ reader: PropertyReader
    ) throws(ParseError) -> ByteString? {
        let text = try reader.text(place) ?? old.map { ByteString(Array(reader.bytes[$0])) }
        return text.map { ByteString(Array($0.bytes.prefix(Self.keyLimit))) }
    }
}
