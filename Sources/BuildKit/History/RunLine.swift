import Bytes

/// A RUN instruction: its flags, and the command.
///
/// ```
///   [stage-1 2/9] RUN --mount=type=cache,target=/c --network=host pip install .
///   '-----------'     '---------------------------------------'  '-----------'
///    in logs only      flags: words that begin with two dashes     command
/// ```
struct RunLine: Equatable {
    /// Flags of one line.
    static let flagLimit = 1_000

    /// Bytes of a step's name that are looked at.
    static let nameLimit = 64 << 10

    private(set) var mounts: [MountOption] = []
    private(set) var network: String?
    private(set) var security: String?
    private(set) var command: [UInt8] = []

    /// Takes a step's name in a log, which is its line with most variables replaced. `nil` where the step is no RUN.
    init?(name: [UInt8]) {
        var rest = name.prefix(Self.nameLimit)
        if rest.first == UInt8(ascii: "["), let end = rest.firstIndex(of: UInt8(ascii: "]")) {
            rest = rest[(end + 1)...].drop { $0.isBlank }
        }
        if let behind = Self.drop("ONBUILD", from: rest) { rest = behind }
        guard let arguments = Self.drop("RUN", from: rest) else { return nil }
        self.init(arguments: Array(arguments), isExpanded: true)
    }

    /// Takes what follows the word RUN in a Dockerfile.
    init(arguments: [UInt8], expand: ([UInt8]) -> [UInt8]) {
        self.init(arguments: arguments, isExpanded: false, expand: expand)
    }

    private init(arguments: [UInt8], isExpanded: Bool, expand: ([UInt8]) -> [UInt8] = { $0 }) {
        var words = FlagWords(arguments)
        var targets = TargetPlaces(arguments)
        while mounts.count < Self.flagLimit, let start = words.start, let word = words.next() {
            let name = String(decoding: word.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
            let value = Array(word.drop { $0 != UInt8(ascii: "=") }.dropFirst())
            switch name {
            case "--mount":
                var mount = MountOption(value, expand: expand)
                if isExpanded, mount.type == "cache", mount.target == nil {
                    mount = Self.mend(arguments, from: start, mount, &words, &targets)
                }
                mounts.append(mount)
            case "--network": network = String(decoding: expand(value), as: UTF8.self)
            case "--security": security = String(decoding: expand(value), as: UTF8.self)
            default: break
            }
        }
        command = Array(arguments[words.offset...])
    }

    /// A cache mount without a target is none that ran: a value held blanks, and the word was cut there. Then the
    /// option reaches to the target and its end.
    private static func mend(
        _ line: [UInt8], from start: Int, _ cut: MountOption, _ words: inout FlagWords, _ targets: inout TargetPlaces
    ) -> MountOption {
        guard let at = targets.first(from: start) else { return cut }
        let end = line[at...].firstIndex { $0.isBlank } ?? line.count
        let value = line[start..<end].drop { $0 != UInt8(ascii: "=") }.dropFirst()
        words.offset = end
        return MountOption(expanded: Array(value))
    }

    private static func drop(_ word: String, from text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let count = word.utf8.count
        guard text.count > count, text.dropFirst(count).first?.isBlank == true,
            String(decoding: text.prefix(count), as: UTF8.self).uppercased() == word
        else { return nil }
        return text.dropFirst(count).drop { $0.isBlank }
    }
}
