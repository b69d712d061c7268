import Bytes
import Inventory
import Markup

/// What is open of a lockfile of pnpm while its events go by.
struct PnpmLockWalk {
    /// What a mapping or sequence is to the reader.
    private enum Place {
        case root, packages, entry, resolution, variants, variant, variantResolution
        /// Pins nothing, nor does anything below.
        case other
    }

    private struct Frame {
        var place: Place
        var isMapping: Bool
        /// The key whose value is awaited.
        var key: String?
        var line = 1
    }

    private var frames: [Frame] = []
    private var entries: [PnpmEntry] = []
    private var notes: [PinList.Note] = []
    private var version: String?
    private var hasPackages = false
    /// Whether the document says twice which packages there are.
    private var isDisputed = false
    /// Where the entry of a key stands, by the key's bytes: two spellings of one letter are two keys.
    private var places: [[UInt8]: Int] = [:]

    /// Takes the next event.
    mutating func take(_ event: YAMLEvent) throws(MarkupError) {
        let position = event.position
        switch event.kind {
        case .beginDocument, .endDocument: break
        case .beginMapping: try open(isMapping: true, position)
        case .beginSequence: try open(isMapping: false, position)
        case .endMapping, .endSequence:
            _ = frames.popLast()
            closeValue()
        case .scalar(let text, let isPlain):
            guard let frame = frames.last else { return note(.malformed, position.line, "no mapping") }
            if event.tag != nil, frame.place != .other { doubt() }
            if frame.isMapping, frame.key == nil {
                try begin(key: text, isPlain: isPlain, position)
            } else {
                value(text, isPlain: isPlain, of: frame)
                closeValue()
            }
        // The limit of aliases is zero, so that the reader ends before one comes.
        case .alias: doubt()
        }
    }

    private mutating func note(_ kind: PinList.Note.Kind, _ line: Int, _ detail: String) {
        notes.append(PinList.Note(kind, line: line, detail: String(detail.prefix(200))))
    }

    /// What is open now has a meaning that readers may disagree on.
    private mutating func doubt() {
        let isInside = frames.contains { $0.place == .entry }
        if isInside, !entries.isEmpty { entries[entries.count - 1].isDisputed = true } else { isDisputed = true }
    }

    // MARK: Structure

    private mutating func open(isMapping: Bool, _ position: TextPosition) throws(MarkupError) {
        guard let parent = frames.last else {
            if !isMapping { note(.malformed, position.line, "no mapping") }
            frames.append(Frame(place: isMapping ? .root : .other, isMapping: isMapping))
            return
        }
        if parent.isMapping, parent.key == nil {
            throw MarkupError(
                .refused, format: PnpmLock.format, reason: "found a key that is no scalar", offset: 0,
                position: position)
        }
        let place = place(in: parent, isMapping: isMapping)
        switch (parent.place, place) {
        case (.packages, .other): note(.malformed, parent.line, parent.key ?? "")
        case (.root, .other) where parent.key == "packages": note(.malformed, parent.line, "packages")
        case (.entry, .other) where parent.key == "resolution": withEntry { $0.isDisputed = true }
        case (_, .entry): try addEntry(parent.key ?? "", parent.line, position)
        case (_, .resolution): withEntry { $0.resolutions.append(PnpmResolution()) }
        case (_, .variantResolution):
            withEntry { entry in
                // The first replaces the one that holds them all.
                if entry.hasVariants {
                    entry.resolutions.append(PnpmResolution())
                } else {
                    entry.resolutions = [PnpmResolution()]
                    entry.hasVariants = true
                }
            }
        default: break
        }
        frames.append(Frame(place: place, isMapping: isMapping))
    }

    private func place(in parent: Frame, isMapping: Bool) -> Place {
        switch (parent.place, isMapping) {
        case (.root, true) where parent.key == "packages": .packages
        case (.packages, true): .entry
        case (.entry, true) where parent.key == "resolution": .resolution
        case (.resolution, false) where parent.key == "variants": .variants
        case (.variants, true): .variant
        case (.variant, true) where parent.key == "resolution": .variantResolution
        default: .other
        }
    }

    private mutating func closeValue() {
        if let last = frames.indices.last, frames[last].isMapping { frames[last].key = nil }
    }

    private mutating func withEntry(_ change: (inout PnpmEntry) -> Void) {
        if !entries.isEmpty { change(&entries[entries.count - 1]) }
    }

    private mutating func addEntry(_ key: String, _ line: Int, _ position: TextPosition) throws(MarkupError) {
        guard entries.count < PnpmLock.entryLimit else {
            throw MarkupError(
                .tooLarge, format: PnpmLock.format, reason: "found more than \(PnpmLock.entryLimit) packages",
                offset: 0, position: position)
        }
        var entry = PnpmEntry(key: key, line: line)
        if let earlier = places.updateValue(entries.count, forKey: Array(key.utf8)) {
            entries[earlier].isDisputed = true
            entry.isDisputed = true
        }
        entries.append(entry)
    }

    // MARK: Members

    private mutating func begin(key: String, isPlain: Bool, _ position: TextPosition) throws(MarkupError) {
        guard let last = frames.indices.last else { return }
        frames[last].key = key
        frames[last].line = position.line
        // Some readers put the members of the value here, others take it for a key like any other.
        if isPlain, key == "<<", frames[last].place != .other {
            note(.malformed, position.line, key)
            doubt()
        }
        switch frames[last].place {
        case .root where key == "packages":
            if hasPackages {
                isDisputed = true
                note(.duplicateKey, position.line, key)
            }
            hasPackages = true
        case .root where key == "lockfileVersion" && version != nil:
            isDisputed = true
            note(.duplicateKey, position.line, key)
        case .entry:
            withEntry { $0.mark(key) }
        case .resolution, .variantResolution:
            withEntry { entry in
                guard !entry.resolutions.isEmpty else { return }
                let isFirst = entry.resolutions[entry.resolutions.count - 1].mark(key)
                if !isFirst { entry.isDisputed = true }
            }
        default: break
        }
    }

    private mutating func value(_ text: String, isPlain: Bool, of frame: Frame) {
        let isNothing = isPlain && ["", "~", "null", "Null", "NULL"].contains(text)
        switch frame.place {
        case .root where frame.key == "lockfileVersion": version = text
        case .root where frame.key == "packages" && !isNothing: note(.malformed, frame.line, "packages")
        case .packages: note(.malformed, frame.line, frame.key ?? "")
        case .entry where !isNothing:
            withEntry { entry in
                switch frame.key {
                case "name": entry.name = text
                case "version": entry.version = text
                case "resolution": entry.isDisputed = true
                default: break
                }
            }
        case .resolution where !isNothing, .variantResolution where !isNothing:
            withEntry { entry in
                guard !entry.resolutions.isEmpty else { return }
                entry.resolutions[entry.resolutions.count - 1].take(frame.key ?? "", text)
            }
        default: break
        }
    }

    // MARK: Pins

    /// Adds what the document said, and begins anew.
    mutating func finish(into list: inout PinList) {
        let era = PnpmKey.Era(lockfileVersion: version)
        if era == nil {
            let detail = "lockfileVersion \(version?.prefix(200) ?? "missing")"
            list.notes.append(PinList.Note(.unknownFormat, line: 1, detail: detail))
        }
        list.notes += notes
        for entry in entries {
            let (pins, isUnderstood) = entry.pins(era ?? .bare)
            if entry.isDisputed {
                list.notes.append(PinList.Note(.duplicateKey, line: entry.line, detail: entry.key))
            }
            if !isUnderstood { list.notes.append(PinList.Note(.malformed, line: entry.line, detail: entry.key)) }
            for var pin in pins {
                if isDisputed { pin.unusable = .ambiguous }
                list.pins.append(pin)
            }
        }
        self = PnpmLockWalk()
    }
}
