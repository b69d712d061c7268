import Bytes

/// The keys of one object that are read; all others are passed over.
protocol OSVFields: RawRepresentable<Int>, Sendable {
    /// Their spelling, in the order of the cases.
    static var keys: [JSONName] { get }
}

/// Goes over objects and arrays of a record, and refuses what the schema does not allow: another type, a key that
/// stands twice. Of two values readers disagree on which one counts, so that a record could say one thing to its
/// authors and another to us.
///
/// ```
///   var seen = OSVSeen()
///   while let field = try OSVScan.field(Field.self, &seen, &scanner) { read the value of the field }
/// ```
enum OSVScan {
    /// An error of this format at the scanner's place.
    static func fail(_ reason: String, _ scanner: borrowing JSONScanner) -> ParseError {
        ParseError(format: OSVReader.format, reason: reason, offset: scanner.offset)
    }

    /// The next known key of an object whose opening brace was read; `nil` at its end.
    static func field<Fields: OSVFields>(
        _ fields: Fields.Type, _ seen: inout OSVSeen, _ scanner: inout JSONScanner
    ) throws(ParseError) -> Fields? {
        let keys = fields.keys
        while try scanner.next() == .key {
            guard let place = keys.indices.first(where: { scanner.tokenIs(keys[$0]) }),
                let field = fields.init(rawValue: place)
            else {
                try scanner.skipValue()
                continue
            }
            guard seen.insert(place) else {
                throw fail("the key \(Quoted(scanner.text())) stands twice in one object", scanner)
            }
            return field
        }
        return nil
    }

    /// Whether an array stands here, and not nothing (`null`).
    static func opensArray(_ what: String, _ scanner: inout JSONScanner) throws(ParseError) -> Bool {
        switch try scanner.next() {
        case .beginArray: return true
        case .null: return false
        default: throw fail("\(what): an array is expected", scanner)
        }
    }

    /// Whether an object stands here, and not nothing (`null`).
    static func opensObject(_ what: String, _ scanner: inout JSONScanner) throws(ParseError) -> Bool {
        switch try scanner.next() {
        case .beginObject: return true
        case .null: return false
        default: throw fail("\(what): an object is expected", scanner)
        }
    }

    /// Whether one more object stands in an open array, whose end is read otherwise.
    static func nextObject(_ what: String, _ scanner: inout JSONScanner) throws(ParseError) -> Bool {
        switch try scanner.next() {
        case .beginObject: return true
        case .endArray: return false
        default: throw fail("\(what): an object is expected", scanner)
        }
    }

    /// A text that must stand here; `nil` for nothing (`null`).
    static func text(_ what: String, _ scanner: inout JSONScanner) throws(ParseError) -> String? {
        switch try scanner.next() {
        case .string: return scanner.text()
        case .null: return nil
        default: throw fail("\(what): a text is expected", scanner)
        }
    }

    /// The texts of an array that must stand here, at most so many.
    static func texts(_ what: String, limit: Int, _ scanner: inout JSONScanner) throws(ParseError) -> [String] {
        guard try opensArray(what, &scanner) else { return [] }
        var texts: [String] = []
        while true {
            switch try scanner.next() {
            case .string:
                guard texts.count < limit else { throw fail("\(what): there are too many of them", scanner) }
                texts.append(scanner.text())
            case .endArray: return texts
            default: throw fail("\(what): a text is expected", scanner)
            }
        }
    }

    // MARK: What only its database knows, and may be of any type

    /// Whether this value is a text, which is the token then; any other is passed over.
    static func isText(_ scanner: inout JSONScanner) throws(ParseError) -> Bool {
        try isThere(.string, &scanner)
    }

    /// Whether this value is an object, whose opening brace was read then; any other is passed over.
    static func mayOpenObject(_ scanner: inout JSONScanner) throws(ParseError) -> Bool {
        try isThere(.beginObject, &scanner)
    }

    /// Whether this value is an array, whose opening bracket was read then; any other is passed over.
    static func mayOpenArray(_ scanner: inout JSONScanner) throws(ParseError) -> Bool {
        try isThere(.beginArray, &scanner)
    }

    /// Whether one more value of this kind stands in an open array, whose end is read otherwise; others are passed
    /// over.
    static func next(_ wanted: JSONScanner.Event, _ scanner: inout JSONScanner) throws(ParseError) -> Bool {
        while true {
            let event = try scanner.next()
            if event == wanted { return true }
            if event == .endArray { return false }
            try skipRest(of: event, &scanner)
        }
    }

    private static func isThere(
        _ wanted: JSONScanner.Event, _ scanner: inout JSONScanner
    ) throws(ParseError) -> Bool {
        let event = try scanner.next()
        if event == wanted { return true }
        try skipRest(of: event, &scanner)
        return false
    }

    /// Goes to the end of the value whose first token was read.
    private static func skipRest(of event: JSONScanner.Event, _ scanner: inout JSONScanner) throws(ParseError) {
        guard event == .beginObject || event == .beginArray else { return }
        let outside = scanner.depth - 1
        while scanner.depth > outside { _ = try scanner.next() }
    }
}

/// The known keys that an object had so far, by their places.
struct OSVSeen {
    private var marks: UInt32 = 0

    /// Takes one; `false` where it was there.
    mutating func insert(_ place: Int) -> Bool {
        let mark: UInt32 = 1 << UInt32(place & 31)
        defer { marks |= mark }
        return marks & mark == 0
    }
}
