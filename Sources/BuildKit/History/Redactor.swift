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
    static let valueLimit = 200
    /// Values shorter than this stand in every text by chance.
    static let valueLength = 4

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
        let bare = Self.without(secrets, text)
        let hits = SecretFinder.hits(in: bare)
        for hit in hits { note(ByteString(place), hit.kind) }
        return ByteString(Self.replaced(bare, hits))
    }

    /// A command as the log has it, without secrets and without the values of build arguments.
    mutating func cleanCommand(_ text: [UInt8], place: String) -> ByteString {
        clean(Self.without(values, text), place: place)
    }

    /// A Dockerfile without secrets; each is noted with its line.
    mutating func cleanDockerfile(_ text: [UInt8]) -> ByteString {
        let bare = Self.without(secrets, text)
        let hits = SecretFinder.hits(in: bare)
        var line = 1
        var at = 0
        for hit in hits {
            while at < hit.range.lowerBound {
                if bare[at] == 0x0A { line += 1 }
                at += 1
            }
            note(ByteString("dockerfile line \(line)"), hit.kind)
        }
        return ByteString(Self.replaced(bare, hits))
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

    private static func without(_ values: [[UInt8]], _ text: [UInt8]) -> [UInt8] {
        if values.count > valueLimit { return mark }
        var result = text
        for value in values {
            var parts: [UInt8] = []
            var start = 0
            while let at = result[start...].firstOffset(of: value) {
                parts += result[start..<at] + mark
                start = at + value.count
            }
            if start > 0 { result = parts + result[start...] }
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
