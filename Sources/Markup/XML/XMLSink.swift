internal import Bytes
internal import CExpat

/// What expat's callbacks fill: events, or the reason why there are no more.
///
/// Lives as long as the reader that made both it and the parser, and is called only while that reader waits in expat.
@safe final class XMLSink {
    /// After that many events expat is held. Some more may follow.
    private static let heldAt = 256

    // Not owned: the reader releases it.
    private let parser: XML_Parser
    private let limits: XMLLimits
    /// What was read and not yet given out.
    var events: [XMLEvent] = []
    /// Why reading was ended here.
    private(set) var failure: MarkupError?
    private var text: [UInt8] = []
    private var textPosition = TextPosition(line: 1, column: 1)
    private var depth = 0
    private var elements = 0

    init(_ parser: XML_Parser, limits: XMLLimits) {
        unsafe self.parser = parser
        self.limits = limits
    }

    /// Hands itself to expat, unretained: see above.
    func attach() {
        unsafe XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        unsafe XML_SetElementHandler(
            parser, { unsafe XMLSink.of($0)?.begin($1, $2) }, { data, name in unsafe XMLSink.of(data)?.end(name) })
        unsafe XML_SetCharacterDataHandler(parser) { unsafe XMLSink.of($0)?.add($1, Int($2)) }
        unsafe XML_SetStartDoctypeDeclHandler(parser) { unsafe XMLSink.of($0)?.doctype($1, $2, $3, $4 != 0) }
        // Not reached, for declarations stand inside of what the handler above refuses.
        unsafe XML_SetEntityDeclHandler(parser) { data, _, _, _, _, _, _, _, _ in
            unsafe XMLSink.of(data)?.refuse(.refused, "an entity is declared")
        }
        // With an external document type, XML lets undeclared entities pass.
        unsafe XML_SetSkippedEntityHandler(parser) { data, _, _ in
            unsafe XMLSink.of(data)?.refuse(.refused, "a reference to an entity that is not declared")
        }
    }

    private static func of(_ data: UnsafeMutableRawPointer?) -> XMLSink? {
        unsafe data.map { unsafe Unmanaged<XMLSink>.fromOpaque($0).takeUnretainedValue() }
    }

    /// An error at the parser's place.
    func error(_ kind: MarkupError.Kind, _ reason: String) -> MarkupError {
        MarkupError(
            kind, format: XMLReader.format, reason: reason, offset: max(0, unsafe XML_GetCurrentByteIndex(parser)),
            position: position)
    }

    private var position: TextPosition {
        TextPosition(
            line: Int(clamping: unsafe XML_GetCurrentLineNumber(parser)),
            column: Int(clamping: unsafe XML_GetCurrentColumnNumber(parser)) + 1)
    }

    // MARK: Callbacks

    private func begin(_ name: UnsafePointer<CChar>?, _ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
        guard failure == nil else { return }
        flush()
        depth += 1
        elements += 1
        if depth > limits.nesting {
            return refuse(.tooLarge, "the elements are nested deeper than the limit of \(limits.nesting)")
        }
        if elements > limits.elements {
            return refuse(.tooLarge, "more elements than the limit of \(limits.elements)")
        }
        var attributes: [XMLAttribute] = []
        var bytes = 0
        // Name, value, name, value, null.
        var at = 0
        while let list = unsafe list, let key = unsafe list[at], let value = unsafe list[at + 1] {
            if attributes.count == limits.attributes {
                return refuse(.tooLarge, "an element has more attributes than the limit of \(limits.attributes)")
            }
            let attribute = unsafe XMLAttribute(name: String(cString: key), value: String(cString: value))
            bytes += attribute.name.utf8.count + attribute.value.utf8.count
            if bytes > limits.attributeBytes {
                return refuse(.tooLarge, "attributes have more bytes than the limit of \(limits.attributeBytes)")
            }
            attributes.append(attribute)
            at += 2
        }
        emit(.begin(name: unsafe Self.string(name), attributes: attributes), position)
    }

    private func end(_ name: UnsafePointer<CChar>?) {
        guard failure == nil else { return }
        flush()
        depth -= 1
        emit(.end(name: unsafe Self.string(name)), position)
    }

    private func add(_ bytes: UnsafePointer<CChar>?, _ count: Int) {
        guard failure == nil, count > 0 else { return }
        if text.isEmpty { textPosition = position }
        if count > limits.text - text.count {
            return refuse(.tooLarge, "a text has more bytes than the limit of \(limits.text)")
        }
        unsafe text.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
    }

    private func doctype(
        _ name: UnsafePointer<CChar>?, _ system: UnsafePointer<CChar>?, _ identifier: UnsafePointer<CChar>?,
        _ hasDeclarations: Bool
    ) {
        guard failure == nil else { return }
        if hasDeclarations { return refuse(.refused, "the document type has declarations of its own") }
        if !limits.allowsDoctype { return refuse(.refused, "the document has a document type") }
        emit(
            .doctype(
                name: unsafe Self.string(name), publicID: unsafe identifier.map { unsafe Self.string($0) },
                systemID: unsafe system.map { unsafe Self.string($0) }), position)
    }

    /// Ends reading: expat calls a few more handlers, which do nothing.
    private func refuse(_ kind: MarkupError.Kind, _ reason: String) {
        guard failure == nil else { return }
        failure = error(kind, reason)
        unsafe XML_StopParser(parser, 0)
    }

    private func emit(_ kind: XMLEvent.Kind, _ position: TextPosition) {
        events.append(XMLEvent(kind: kind, position: position))
        // Held already, it says so, and that is all.
        if events.count >= Self.heldAt { unsafe XML_StopParser(parser, 1) }
    }

    private func flush() {
        if text.isEmpty { return }
        // expat gives UTF-8 only, and whole characters.
        emit(.text(String(decoding: text, as: UTF8.self)), textPosition)
        text.removeAll(keepingCapacity: true)
    }

    private static func string(_ text: UnsafePointer<CChar>?) -> String {
        unsafe text.map { unsafe String(cString: $0) } ?? ""
    }
}
