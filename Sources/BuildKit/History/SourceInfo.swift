import Bytes

/// The Dockerfile within a detail of a failure: `{"info": {"filename": "Dockerfile", "data": "base64"}, …}`.
struct SourceInfo {
    private static let info: JSONName = "info"
    private static let filename: JSONName = "filename"
    private static let data: JSONName = "data"

    var name: [UInt8]?
    var text: [UInt8]?

    /// Reads the JSON.
    init(_ bytes: [UInt8]) throws(ParseError) {
        var scanner = try JSONScanner(bytes.span, limits: ProvenanceReader.limits)
        guard try scanner.next() == .beginObject else { return }
        while try scanner.next() == .key {
            guard scanner.tokenIs(Self.info) else {
                try scanner.skipValue()
                continue
            }
            try readInfo(&scanner)
        }
    }

    /// The value of `info`: an object, or nothing that is of use.
    private mutating func readInfo(_ scanner: inout JSONScanner) throws(ParseError) {
        let outside = scanner.depth
        guard try scanner.next() == .beginObject else {
            while scanner.depth > outside { _ = try scanner.next() }
            return
        }
        while try scanner.next() == .key {
            let isName = scanner.tokenIs(Self.filename)
            let isData = scanner.tokenIs(Self.data)
            guard isName || isData else {
                try scanner.skipValue()
                continue
            }
            let inside = scanner.depth
            if try scanner.next() == .string {
                if isName { name = scanner.decodedToken() }
                if isData { text = Base64.decode(scanner.decodedToken()) }
            }
            while scanner.depth > inside { _ = try scanner.next() }
        }
    }
}
