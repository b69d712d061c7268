internal import Bytes

/// Reads a YAML document as a tree.
///
/// Keys must be scalars. An alias becomes a copy of the value of its anchor, which must be complete and the only one of
/// its name; values are counted as often as they are stood for, so that aliases of aliases end at the limit. A stream
/// holds one document; one that holds none is an empty plain scalar.
package enum YAML {
    /// A sequence or mapping that is still open.
    private struct Frame {
        var isMapping: Bool
        var anchor: String?
        var elements: [YAMLValue] = []
        var members: [YAMLMapping.Member] = []
        var key: (text: String, position: TextPosition)?
        /// Values below, those of aliases included.
        var values = 1
    }

    /// A finished value, and how many values it holds.
    private struct Anchored {
        var value: YAMLValue
        var values: Int
    }

    /// Reads a whole stream.
    package static func parse(
        _ document: [UInt8], limits: YAMLLimits = .standard
    ) throws(MarkupError) -> YAMLValue {
        var reader = try YAMLReader(document, limits: limits)
        var frames: [Frame] = []
        var anchors: [String: Anchored] = [:]
        var used: Set<String> = []
        var root: YAMLValue?
        var documents = 0
        while let event = try reader.next() {
            let value: YAMLValue
            var values = 1
            var anchor = event.anchor
            switch event.kind {
            case .beginDocument:
                documents += 1
                guard documents == 1 else { throw YAMLReader.fail(.refused, "a second document", event.position) }
                continue
            case .endDocument: continue
            case .beginMapping, .beginSequence:
                try claim(anchor, in: &used, event)
                frames.append(Frame(isMapping: event.kind == .beginMapping, anchor: anchor))
                continue
            case .endMapping, .endSequence:
                guard let frame = frames.popLast() else { continue }
                value = frame.isMapping ? .mapping(YAMLMapping(members: frame.members)) : .sequence(frame.elements)
                (anchor, values) = (frame.anchor, frame.values)
            case .scalar(let text, let isPlain):
                try claim(anchor, in: &used, event)
                value = .scalar(YAMLScalar(text: text, isPlain: isPlain))
            case .alias(let name):
                guard let anchored = anchors[name] else {
                    throw YAMLReader.fail(
                        .malformed, "an alias of \(Quoted(name)), which is no value yet", event.position)
                }
                (value, values) = (anchored.value, anchored.values)
            }
            // Copies share their bytes, so that nothing grows before this is counted; the sum of what is at most the
            // limit each is far from what a number holds.
            guard values <= limits.values else {
                throw YAMLReader.fail(
                    .tooLarge, "aliases stand for more values than the limit of \(limits.values)", event.position)
            }
            if let anchor { anchors[anchor] = Anchored(value: value, values: values) }
            if frames.isEmpty {
                root = value
            } else {
                try add(value, values, to: &frames[frames.count - 1], event)
            }
        }
        return root ?? .scalar(YAMLScalar(text: "", isPlain: true))
    }

    /// An anchor's name may be used once: readers differ in what a second one means.
    private static func claim(
        _ anchor: String?, in used: inout Set<String>, _ event: YAMLEvent
    ) throws(MarkupError) {
        guard let anchor, !used.insert(anchor).inserted else { return }
        throw YAMLReader.fail(.refused, "the anchor \(Quoted(anchor)) stands there twice", event.position)
    }

    private static func add(
        _ value: YAMLValue, _ values: Int, to frame: inout Frame, _ event: YAMLEvent
    ) throws(MarkupError) {
        frame.values += values
        if !frame.isMapping {
            frame.elements.append(value)
        } else if let key = frame.key {
            frame.members.append(YAMLMapping.Member(key: key.text, value: value, position: key.position))
            frame.key = nil
        } else if let text = value.text {
            frame.key = (text, event.position)
        } else {
            throw YAMLReader.fail(.refused, "a key that is no scalar", event.position)
        }
    }
}
