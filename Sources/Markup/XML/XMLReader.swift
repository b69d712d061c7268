internal import Bytes
internal import CExpat

/// Reads an XML document event by event, as the caller asks for them.
///
/// ```
///   <project><version>1.0</version></project>
///
///   next() -> begin project
///   next() -> begin version
///   next() -> text "1.0"
///   next() -> end version
///   next() -> end project
///   next() -> nil
/// ```
///
/// expat does the reading. It opens nothing and fetches nothing; entities cannot be declared, for a document type with
/// declarations is refused where it begins, and references to undeclared ones are errors even where XML would let them
/// pass. The document is given to expat in one piece, so that a long token is looked at once, and expat is held after
/// some hundred events, so that no more of them are in memory.
///
/// Names come as written: prefixes are not resolved.
@safe package struct XMLReader: ~Copyable {
    /// Name of the format in errors.
    package static let format = "XML"

    // Released with this value, which cannot be copied.
    private let parser: XML_Parser
    private let sink: XMLSink
    private var document: [UInt8]
    private var hasBegun = false
    private var isDone = false
    private var failure: MarkupError?
    private var served = 0

    /// Takes a whole document.
    package init(_ document: [UInt8], limits: XMLLimits = .standard) throws(MarkupError) {
        // expat counts in 32 bits with a sign.
        guard document.count <= min(limits.size, 1 << 30) else {
            throw MarkupError(
                .tooLarge, format: Self.format,
                reason: "the document has \(document.count) bytes, more than the limit of \(limits.size)", offset: 0,
                position: nil)
        }
        guard let parser = unsafe XML_ParserCreate(nil) else {
            throw MarkupError(
                .outOfMemory, format: Self.format, reason: "the parser got no memory", offset: 0, position: nil)
        }
        unsafe self.parser = parser
        self.document = document
        sink = unsafe XMLSink(parser, limits: limits)
        sink.attach()
    }

    deinit {
        unsafe XML_ParserFree(parser)
    }

    /// The next event; `nil` at the end of the document, when all of it was found to be right.
    package mutating func next() throws(MarkupError) -> XMLEvent? {
        while true {
            if served < sink.events.count {
                served += 1
                return sink.events[served - 1]
            }
            // What was found before a failure is given out first: it has a place in the document.
            if let failure { throw failure }
            if isDone { return nil }
            sink.events.removeAll(keepingCapacity: true)
            served = 0
            advance()
        }
    }

    /// Lets expat run until it is held, done or refuses.
    private mutating func advance() {
        let parser = unsafe self.parser
        let status: XML_Status
        if hasBegun {
            status = unsafe XML_ResumeParser(parser)
        } else {
            hasBegun = true
            status = unsafe document.withUnsafeBytes { buffer in
                // expat copies the bytes. Of no bytes there may be no pointer.
                unsafe XML_Parse(
                    parser, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count), 1)
            }
            document = []
        }
        if let refusal = sink.failure {
            failure = refusal
        } else if status == XML_STATUS_ERROR {
            failure = refusal()
        } else if status == XML_STATUS_OK {
            isDone = true
        }
    }

    private func refusal() -> MarkupError {
        let code = unsafe XML_GetErrorCode(parser)
        let reason = unsafe XML_ErrorString(code).map { unsafe String(cString: $0) } ?? "expat's error \(code.rawValue)"
        return sink.error(code == XML_ERROR_NO_MEMORY ? .outOfMemory : .malformed, reason)
    }
}
