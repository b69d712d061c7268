import Bytes
import Inventory

/// Replaces what looks like a secret before anything of a build is kept, and remembers where it stood.
///
/// One for each build: it knows the build's arguments, whose values stand in the log where the Dockerfile names them.
struct Redactor {
    /// What stands in a secret's place.
    static let mark = Array("[redacted]".utf8)
    /// Places remembered of one build; the replacing goes on beyond.
    static let placeLimit = 1_000
    /// Values shorter than this stand in every text by chance.
    static let valueLength = 4

    private static let knownKind = "value of a secret build argument"

    private(set) var credentials: [Build.Credential] = []
    private var seen: Set<Build.Credential> = []
    /// Values of arguments that look like secrets: they are replaced wherever they stand.
    private var secrets = KnownValues()
    /// Values of all arguments: replaced in commands as the log has them.
    private var values = KnownValues()

    /// Learns a build argument; its value is never kept.
    mutating func learn(argument name: [UInt8], value: [UInt8]) {
        let hits = SecretFinder.hits(in: value)
        let isSecret = SecretName.isSecret(name, value: value)
        if isSecret || !hits.isEmpty {
            let place = Array("build-arg:".utf8) + Self.replaced(name, SecretFinder.hits(in: name).map(\.range))
            note(ByteString(place), hits.first?.kind ?? SecretFinder.valueKind)
        }
        guard value.count >= Self.valueLength else { return }
        if isSecret || !hits.isEmpty { secrets.insert(value) }
        values.insert(value)
    }

    /// The text without secrets.
    mutating func clean(_ text: [UInt8], place: String) -> ByteString {
        clean(text, as: .text) { _ in place }
    }

    /// A name or a path without secrets: what its parts are called says nothing there.
    mutating func cleanName(_ text: [UInt8], place: String) -> ByteString {
        clean(text, as: .name) { _ in place }
    }

    /// An address without secrets.
    mutating func cleanAddress(_ text: [UInt8], place: String) -> ByteString {
        clean(text, as: .address) { _ in place }
    }

    /// A command as the log has it, without secrets and without the values of build arguments.
    mutating func cleanCommand(_ text: [UInt8], place: String) -> ByteString {
        let bare = clean(text, place: place)
        return ByteString(Self.replaced(bare.bytes, values.places(in: bare.bytes)))
    }

    /// A Dockerfile without secrets; each is noted with its line.
    mutating func cleanDockerfile(_ text: [UInt8]) -> ByteString {
        var line = 1
        var at = 0
        return clean(text, as: .text) { hit in
            // Hits come in order, twice over: the known values first.
            if hit < at { (line, at) = (1, 0) }
            line += text[at..<min(hit, text.count)].count { $0 == 0x0A }
            at = min(hit, text.count)
            return "dockerfile line \(line)"
        }
    }

    /// Replaces the values of secret arguments, then what else looks like a secret. `place` names an offset.
    private mutating func clean(
        _ text: [UInt8], as reading: SecretFinder.Reading, place: (Int) -> String
    ) -> ByteString {
        let known = secrets.places(in: text)
        for range in known { note(ByteString(place(range.lowerBound)), Self.knownKind) }
        let bare = Self.replaced(text, known)
        let found = SecretFinder.hits(in: bare, reading: reading).filter {
            !bare[$0.range].elementsEqual(Self.mark)
        }
        for hit in found { note(ByteString(place(hit.range.lowerBound)), hit.kind) }
        return ByteString(Self.replaced(bare, found.map(\.range)))
    }

    /// Remembers a place.
    mutating func note(_ place: ByteString, _ kind: String) {
        let credential = Build.Credential(place: place, kind: kind)
        guard credentials.count < Self.placeLimit, seen.insert(credential).inserted else { return }
        credentials.append(credential)
    }

    // MARK: Replacing

    private static func replaced(_ text: [UInt8], _ ranges: [Range<Int>]) -> [UInt8] {
        guard !ranges.isEmpty else { return text }
        var result: [UInt8] = []
        var start = 0
        for range in ranges {
            result += text[start..<range.lowerBound] + mark
            start = range.upperBound
        }
        return result + text[start...]
    }
}
