import Inventory

/// Replaces what looks like a secret before anything of a build is kept, and remembers where it stood.
///
/// One for each build: it knows the build's arguments, whose values stand in the log where the Dockerfile names them.
struct Redactor {
    /// What stands in a secret's place.
    static let mark = Array("[redacted]".utf8)
    /// Places remembered of one build; the replacing goes on beyond.
    static let placeLimit = 1_000
    /// Values replaced in one build. Beyond that no text of it is kept at all.
    static let valueLimit = 64
    /// Values shorter than this stand in every text by chance.
    static let valueLength = 4

    private static let knownKind = "value of a secret build argument"

    private(set) var credentials: [Build.Credential] = []
    private var seen: Set<Build.Credential> = []
    /// Values of arguments that look like secrets, longest first: they are replaced wherever they stand.
    private var secrets: [[UInt8]] = []
    /// Values of all arguments: replaced in commands as the log has them.
    private var values: [[UInt8]] = []

    /// Learns a build argument; its value is never kept.
    mutating func learn(argument name: [UInt8], value: [UInt8]) {
        let hits = SecretFinder.hits(in: value)
        let isSecret = SecretName.isSecret(name) && !value.isEmpty
        if isSecret || !hits.isEmpty {
            let place = Array("build-arg:".utf8) + Self.replaced(name, SecretFinder.hits(in: name))
            note(ByteString(place), hits.first?.kind ?? "value of a secret's name")
        }
        guard value.count >= Self.valueLength else { return }
        if isSecret || !hits.isEmpty { Self.insert(value, into: &secrets) }
        Self.insert(value, into: &values)
    }

    /// The text without secrets.
    mutating func clean(_ text: [UInt8], place: String) -> ByteString {
        clean(text, readsNames: true) { _ in place }
    }

    /// A name, an address, a path without secrets: what its parts are called says nothing there.
    mutating func cleanName(_ text: [UInt8], place: String) -> ByteString {
        clean(text, readsNames: false) { _ in place }
    }

    /// A command as the log has it, without secrets and without the values of build arguments.
    mutating func cleanCommand(_ text: [UInt8], place: String) -> ByteString {
        let bare = clean(text, place: place)
        return ByteString(Self.replaced(bare.bytes, Self.hits(of: values, in: bare.bytes)))
    }

    /// A Dockerfile without secrets; each is noted with its line.
    mutating func cleanDockerfile(_ text: [UInt8]) -> ByteString {
        var line = 1
        var at = 0
        return clean(text, readsNames: true) { hit in
            // Hits come in order, twice over: the known values first.
            if hit < at { (line, at) = (1, 0) }
            line += text[at..<min(hit, text.count)].count { $0 == 0x0A }
            at = min(hit, text.count)
            return "dockerfile line \(line)"
        }
    }

    /// Replaces the values of secret arguments, then what else looks like a secret. `place` names an offset.
    private mutating func clean(_ text: [UInt8], readsNames: Bool, place: (Int) -> String) -> ByteString {
        let known = Self.hits(of: secrets, in: text)
        for hit in known { note(ByteString(place(hit.range.lowerBound)), hit.kind) }
        let bare = Self.replaced(text, known)
        let found = SecretFinder.hits(in: bare, readsNames: readsNames).filter {
            !bare[$0.range].elementsEqual(Self.mark)
        }
        for hit in found { note(ByteString(place(hit.range.lowerBound)), hit.kind) }
        return ByteString(Self.replaced(bare, found))
    }

    /// Remembers a place.
    mutating func note(_ place: ByteString, _ kind: String) {
        let credential = Build.Credential(place: place, kind: kind)
        guard credentials.count < Self.placeLimit, seen.insert(credential).inserted else { return }
        credentials.append(credential)
    }

    // MARK: Replacing

    private static func insert(_ value: [UInt8], into list: inout [[UInt8]]) {
        guard list.count <= valueLimit, !list.contains(value) else { return }
        list.insert(value, at: list.firstIndex { $0.count < value.count } ?? list.count)
    }

    /// Where these values stand; those that overlap are one.
    private static func hits(of values: [[UInt8]], in text: [UInt8]) -> [SecretFinder.Hit] {
        if values.count > valueLimit { return [SecretFinder.Hit(range: 0..<text.count, kind: knownKind)] }
        var hits: [SecretFinder.Hit] = []
        for value in values {
            var start = 0
            while let at = text[start...].firstOffset(of: value) {
                start = at + value.count
                hits.append(SecretFinder.Hit(range: at..<start, kind: knownKind))
            }
        }
        guard values.count > 1 else { return hits }
        var result: [SecretFinder.Hit] = []
        for hit in hits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            guard let last = result.indices.last, hit.range.lowerBound < result[last].range.upperBound else {
                result.append(hit)
                continue
            }
            // Overlapping ones go together.
            let end = max(hit.range.upperBound, result[last].range.upperBound)
            result[last].range = result[last].range.lowerBound..<end
        }
        return result
    }

    private static func replaced(_ text: [UInt8], _ hits: [SecretFinder.Hit]) -> [UInt8] {
        guard !hits.isEmpty else { return text }
        var result: [UInt8] = []
        var start = 0
        for hit in hits {
            result += text[start..<hit.range.lowerBound] + mark
            start = hit.range.upperBound
        }
        return result + text[start...]
    }
}
