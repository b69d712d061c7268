internal import Bytes
internal import CYAML

/// Reads a YAML stream event by event, as the caller asks for them.
///
/// ```
///   lockfileVersion: '9.0'        next() -> beginDocument
///   packages:                     next() -> beginMapping
///     - a                         next() -> scalar "lockfileVersion", scalar "9.0", scalar "packages"
///                                 next() -> beginSequence, scalar "a", endSequence
///                                 next() -> endMapping, endDocument, nil
/// ```
///
/// libyaml does the reading. Only UTF-8 is accepted. Aliases come as events: nothing is expanded here.
@safe package struct YAMLReader: ~Copyable {
    /// Name of the format in errors.
    package static let format = "YAML"
    /// Each `%TAG` is compared with all before it, by libyaml.
    private static let tagDirectivesMax = 1_000

    // Both on the heap, for libyaml keeps the address of the text; released with this value, which cannot be copied.
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let text: UnsafeMutableBufferPointer<UInt8>
    private let limits: YAMLLimits
    private var depth = 0
    private var values = 0
    private var failure: MarkupError?
    private var isDone = false

    /// Aliases so far.
    package private(set) var aliases = 0
    /// Anchors so far.
    package private(set) var anchors = 0

    /// Takes a whole stream.
    package init(_ document: [UInt8], limits: YAMLLimits = .standard) throws(MarkupError) {
        guard document.count <= limits.size else {
            throw Self.fail(
                .tooLarge, "the document has \(document.count) bytes, more than the limit of \(limits.size)", nil)
        }
        guard Self.tagDirectives(in: document) <= Self.tagDirectivesMax else {
            throw Self.fail(.tooLarge, "more `%TAG` lines than the limit of \(Self.tagDirectivesMax)", nil)
        }
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        unsafe parser.initialize(to: yaml_parser_t())
        guard unsafe yaml_parser_initialize(parser) == 1 else {
            unsafe parser.deallocate()
            throw Self.fail(.outOfMemory, "the parser got no memory", nil)
        }
        // One byte more, so that there is an address even for no text.
        let text = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: document.count + 1)
        unsafe text.initialize(repeating: 0)
        for index in document.indices { unsafe text[index] = document[index] }
        unsafe yaml_parser_set_input_string(parser, text.baseAddress, document.count)
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe self.parser = parser
        unsafe self.text = text
        self.limits = limits
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe text.deallocate()
    }

    /// The next event; `nil` at the end of the stream.
    package mutating func next() throws(MarkupError) -> YAMLEvent? {
        if let failure { throw failure }
        while !isDone {
            do throws(MarkupError) {
                if let event = try read() { return event }
            } catch {
                failure = error
                throw error
            }
        }
        return nil
    }

    /// One event of libyaml's; `nil` for beginning and end of the stream.
    private mutating func read() throws(MarkupError) -> YAMLEvent? {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw refusal() }
        defer { unsafe yaml_event_delete(&event) }
        let position = unsafe Self.position(event.start_mark)
        let kind: YAMLEvent.Kind
        var anchor: UnsafeMutablePointer<UInt8>?
        var tag: UnsafeMutablePointer<UInt8>?
        switch unsafe event.type {
        case YAML_DOCUMENT_START_EVENT: kind = .beginDocument
        case YAML_DOCUMENT_END_EVENT: kind = .endDocument
        case YAML_MAPPING_START_EVENT:
            kind = .beginMapping
            unsafe (anchor, tag) = (event.data.mapping_start.anchor, event.data.mapping_start.tag)
            try enter(position)
        case YAML_SEQUENCE_START_EVENT:
            kind = .beginSequence
            unsafe (anchor, tag) = (event.data.sequence_start.anchor, event.data.sequence_start.tag)
            try enter(position)
        case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT:
            depth -= 1
            kind = unsafe event.type == YAML_MAPPING_END_EVENT ? .endMapping : .endSequence
        case YAML_SCALAR_EVENT:
            let length = unsafe event.data.scalar.length
            guard length <= limits.scalar else {
                throw Self.fail(.tooLarge, "a scalar has \(length) bytes, more than \(limits.scalar)", position)
            }
            unsafe (anchor, tag) = (event.data.scalar.anchor, event.data.scalar.tag)
            let isPlain = unsafe event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE
            kind = unsafe .scalar(Self.string(event.data.scalar.value, length), isPlain: isPlain)
            try count(position)
        case YAML_ALIAS_EVENT:
            aliases += 1
            guard aliases <= limits.aliases else {
                throw Self.fail(.tooLarge, "more aliases than the limit of \(limits.aliases)", position)
            }
            kind = unsafe .alias(String(cString: event.data.alias.anchor))
        case YAML_STREAM_START_EVENT: return nil
        default:
            isDone = true
            return nil
        }
        if unsafe anchor != nil { anchors += 1 }
        return YAMLEvent(
            kind: kind, anchor: unsafe anchor.map { unsafe String(cString: $0) },
            tag: unsafe tag.map { unsafe String(cString: $0) }, position: position)
    }

    private mutating func enter(_ position: TextPosition) throws(MarkupError) {
        depth += 1
        guard depth <= limits.nesting else {
            throw Self.fail(.tooLarge, "the document is nested deeper than the limit of \(limits.nesting)", position)
        }
        try count(position)
    }

    private mutating func count(_ position: TextPosition) throws(MarkupError) {
        values += 1
        guard values <= limits.values else {
            throw Self.fail(.tooLarge, "the document has more values than the limit of \(limits.values)", position)
        }
    }

    /// libyaml's own words.
    private func refusal() -> MarkupError {
        let problem = unsafe parser.pointee.problem.map { unsafe String(cString: $0) } ?? "the parser refused"
        let context = unsafe parser.pointee.context.map { unsafe " " + String(cString: $0) } ?? ""
        switch unsafe parser.pointee.error {
        case YAML_MEMORY_ERROR: return Self.fail(.outOfMemory, "the parser got no memory", nil)
        case YAML_READER_ERROR:
            let offset = unsafe Int(clamping: parser.pointee.problem_offset)
            return MarkupError(.malformed, format: Self.format, reason: problem, offset: offset, position: nil)
        default: return Self.fail(.malformed, problem + context, unsafe Self.position(parser.pointee.problem_mark))
        }
    }

    /// An error at a place.
    static func fail(_ kind: MarkupError.Kind, _ reason: String, _ position: TextPosition?) -> MarkupError {
        MarkupError(kind, format: format, reason: reason, offset: 0, position: position)
    }

    private static func position(_ mark: yaml_mark_t) -> TextPosition {
        TextPosition(line: Int(clamping: mark.line) + 1, column: Int(clamping: mark.column) + 1)
    }

    /// Text of libyaml's, which is UTF-8 and may hold zeros.
    private static func string(_ start: UnsafeMutablePointer<UInt8>?, _ count: Int) -> String {
        unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    private static func tagDirectives(in document: [UInt8]) -> Int {
        var found = 0
        for (index, byte) in document.enumerated() where byte == UInt8(ascii: "%") {
            if document[index...].starts(with: "%TAG".utf8) { found += 1 }
        }
        return found
    }
}
