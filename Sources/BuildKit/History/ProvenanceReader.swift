import Bytes

/// Reads a provenance document with the scanner: only what leads to a place of `ProvenancePlace` is looked at.
///
/// Containers that are of interest lie on a stack; all others are skipped as a whole. A document of the wrong shape
/// (text where an object belongs) is no error: what is not there is not found.
struct ProvenanceReader: ~Escapable {
    /// Documents are at most as large as a blob may be, and real ones nest 20 deep.
    static let limits = JSONLimits(size: BlobStore.sizeLimit, nesting: 128, loneSurrogates: .replaced)
    /// Steps, mounts of a step, secrets and Dockerfiles of one document.
    static let listLimit = 100_000

    private static let id: JSONName = "id"
    private static let upperID: JSONName = "ID"
    private static let target: JSONName = "dest"
    private static let type: JSONName = "mountType"
    private static let input: JSONName = "input"
    private static let readOnly: JSONName = "readonly"
    private static let selector: JSONName = "selector"
    private static let sharing: JSONName = "sharing"
    private static let network: JSONName = "network"
    private static let security: JSONName = "security"
    private static let identifier: JSONName = "identifier"
    private static let vcsSource: JSONName = "source"
    private static let vcsRevision: JSONName = "revision"
    private static let address: JSONName = "uri"
    private static let commit: JSONName = "sha1"
    private static let longCommit: JSONName = "gitCommit"
    private static let filename: JSONName = "filename"
    private static let data: JSONName = "data"

    private var scanner: JSONScanner
    private var places: [ProvenancePlace] = []
    private var result = Provenance()
    private var step = Provenance.Step()
    private var mount = Provenance.Mount()
    private var info: (name: [UInt8]?, text: [UInt8]?) = (nil, nil)
    private var infoCount = 0

    /// Reads a document.
    static func read(_ bytes: [UInt8]) throws(ParseError) -> Provenance {
        var reader = try ProvenanceReader(bytes.span)
        return try reader.read()
    }

    @_lifetime(copy bytes)
    private init(_ bytes: Span<UInt8>) throws(ParseError) {
        scanner = try JSONScanner(bytes, limits: Self.limits)
    }

    private mutating func read() throws(ParseError) -> Provenance {
        guard try scanner.next() == .beginObject else { throw wrong("found no object") }
        places.append(.root)
        while let place = places.last {
            switch try scanner.next() {
            case .key: try member(of: place)
            case .endObject, .endArray:
                places.removeLast()
                try leave(place)
            case .beginObject:
                if let element = place.element { enter(element) } else { try skipOpened() }
            case .beginArray: try skipOpened()
            case .string: if place == .words { addWord() }
            case .end: return result
            case .number, .boolean, .null: break
            }
        }
        guard try scanner.next() == .end else { throw wrong("something follows the document") }
        return result
    }

    /// The scanner has read a key; reads its value, or enters it.
    private mutating func member(of place: ProvenancePlace) throws(ParseError) {
        if let next = place.place(of: scanner) {
            switch try scanner.next() {
            case .beginObject where next.isObject: enter(next)
            case .beginArray where !next.isObject: enter(next)
            case .beginObject, .beginArray: try skipOpened()
            default: break
            }
            return
        }
        try readValue(of: place)
    }

    /// Goes to the end of the container that was just opened.
    private mutating func skipOpened() throws(ParseError) {
        let inside = scanner.depth
        while scanner.depth >= inside { _ = try scanner.next() }
    }

    private mutating func enter(_ place: ProvenancePlace) {
        places.append(place)
        switch place {
        case .step: step = Provenance.Step()
        case .command: step.isCommand = true
        case .mount: mount = Provenance.Mount()
        case .cacheOptions: mount.cacheID = mount.cacheID ?? []
        case .info: info = (nil, nil)
        // Of a repeated key the last value counts, whole.
        case .words: step.command = []
        case .mounts: step.mounts = []
        case .steps: result.steps = []
        case .digests: result.digests = [:]
        default: break
        }
    }

    private mutating func leave(_ place: ProvenancePlace) throws(ParseError) {
        switch place {
        case .step:
            guard result.steps.count < Self.listLimit else { throw wrong("there are too many steps") }
            if step.isCommand || step.source != nil { result.steps.append(step) }
        case .mount:
            guard step.mounts.count < Self.listLimit else { throw wrong("a step has too many mounts") }
            step.mounts.append(mount)
        case .info:
            infoCount += 1
            // The first is the Dockerfile; others are what it includes.
            if infoCount == 1 {
                result.dockerfileName = info.name
                result.dockerfile = info.text
            }
        default: break
        }
    }

    private mutating func addWord() {
        if !step.command.isEmpty { step.command.append(UInt8(ascii: " ")) }
        step.command += scanner.decodedToken()
    }

    private func wrong(_ reason: String) -> ParseError {
        ParseError(format: "provenance", reason: reason, offset: scanner.offset)
    }

    // MARK: Values

    /// Reads the value of a key that leads nowhere: perhaps it is one that is wanted itself.
    private mutating func readValue(of place: ProvenancePlace) throws(ParseError) {
        switch place {
        case .step:
            if scanner.tokenIs(Self.id) { return step.id = try text() ?? step.id }
        case .mount: return try readMount()
        case .cacheOptions:
            if scanner.tokenIs(Self.upperID) { return mount.cacheID = try text() ?? mount.cacheID }
            if scanner.tokenIs(Self.sharing) { return mount.sharing = try integer() ?? 0 }
        case .secretOptions:
            if scanner.tokenIs(Self.upperID) { return mount.secretID = try text() }
        case .environmentSecret:
            if scanner.tokenIs(Self.upperID) { return try addSecret() }
        case .command:
            if scanner.tokenIs(Self.network) { return step.network = try integer() ?? 0 }
            if scanner.tokenIs(Self.security) { return step.security = try integer() ?? 0 }
        case .source:
            if scanner.tokenIs(Self.identifier) { return step.source = try text() }
        case .vcs:
            if scanner.tokenIs(Self.vcsSource) { return result.vcsSource = try text() }
            if scanner.tokenIs(Self.vcsRevision) { return result.vcsRevision = try text() }
        case .context:
            if scanner.tokenIs(Self.address) { return result.contextAddress = try text() }
        case .contextDigest:
            if scanner.tokenIs(Self.commit) || scanner.tokenIs(Self.longCommit) {
                return result.contextDigest = try text()
            }
        case .info:
            if scanner.tokenIs(Self.filename) { return info.name = try text() }
            if scanner.tokenIs(Self.data) { return info.text = try text().flatMap(Base64.decode) }
        case .digests: return try readDigest()
        default: break
        }
        try scanner.skipValue()
    }

    private mutating func readMount() throws(ParseError) {
        if scanner.tokenIs(Self.target) { return mount.target = try text() ?? [] }
        if scanner.tokenIs(Self.selector) { return mount.selector = try text() ?? [] }
        if scanner.tokenIs(Self.type) { return mount.type = try integer() ?? 0 }
        if scanner.tokenIs(Self.input) { return mount.input = try integer() ?? 0 }
        if scanner.tokenIs(Self.readOnly) {
            let event = try scanner.next()
            mount.isReadOnly = event == .boolean(true)
            if event == .beginObject || event == .beginArray { try skipOpened() }
            return
        }
        try scanner.skipValue()
    }

    /// `"sha256:…": "step4"`; the key is the log's name of the step.
    private mutating func readDigest() throws(ParseError) {
        let digest = scanner.decodedToken()
        guard let step = try text() else { return }
        guard result.digests.count < Self.listLimit else { throw wrong("there are too many digests") }
        result.digests[step] = digest
    }

    private mutating func addSecret() throws(ParseError) {
        guard let id = try text() else { return }
        guard step.secrets.count < Self.listLimit else { throw wrong("a step has too many secrets") }
        step.secrets.append(id)
    }

    /// The next value, where it is text; anything else is skipped.
    private mutating func text() throws(ParseError) -> [UInt8]? {
        let event = try scanner.next()
        if event == .string { return scanner.decodedToken() }
        if event == .beginObject || event == .beginArray { try skipOpened() }
        return nil
    }

    /// The next value, where it is a whole number; anything else is skipped.
    private mutating func integer() throws(ParseError) -> Int64? {
        let event = try scanner.next()
        if event == .number { return scanner.integer() }
        if event == .beginObject || event == .beginArray { try skipOpened() }
        return nil
    }
}
