import Inventory
import Report

/// A command as somebody would type it, with the flags and variables that are in force.
struct PurgeCommandLine {
    private let settings: Settings
    private var words: [String]

    init(_ settings: Settings, _ words: [String]) {
        self.settings = settings
        self.words = words
    }

    /// All of it, as a shell takes it.
    var text: String { words.joined(separator: " ") }

    /// What applies a plan: the file where there is one, else what chose it.
    static func apply(_ plan: PurgePlan, file: ByteString?, _ settings: Settings) -> String {
        guard let file else {
            var line = PurgeCommandLine(settings, [plan.command, ApplyFlag().spelling])
            line.addQuarantine()
            line.addGround()
            return line.text
        }
        var line = PurgeCommandLine(
            settings, ["bezoar", "purge", ApplyFlag().spelling, quoted(Quotation.text(file.bytes))])
        line.addGround()
        return line.text
    }

    /// A plan's command as it was applied, with what decides how it went: for the journal and the receipt.
    static func applied(_ plan: PurgePlan, _ settings: Settings) -> String {
        var line = PurgeCommandLine(settings, [plan.command, ApplyFlag().spelling])
        line.addQuarantine()
        for flag in [WaitFlag() as any Flag, ForceFlag()] { line.add(flag) }
        return line.text
    }

    /// What finishes a purge that was interrupted, with the key and the quarantine that it was begun with.
    static func finishing(_ settings: Settings, terms: PurgeTerms?) -> String {
        var line = PurgeCommandLine(settings, ["bezoar", "purge", ApplyFlag().spelling])
        line.addGround()
        line.add(terms)
        return line.text
    }

    /// What gives up a purge that was interrupted.
    static func givingUp(_ number: Int64, _ settings: Settings, terms: PurgeTerms?) -> String {
        var line = PurgeCommandLine(settings, ["bezoar", "purge", DropFlag().spelling, String(number)])
        let ground = [
            HostRootFlag() as any Flag, DatabaseFlag(), ConfigurationFlag(), QuarantineFolderFlag(), KeyFlag(.receipt),
        ]
        for flag in ground { line.add(flag) }
        line.add(terms)
        return line.text
    }

    /// What shows the receipt of a purge.
    static func receipt(_ number: Int64, _ settings: Settings) -> String {
        var line = PurgeCommandLine(settings, ["bezoar", "receipts", String(number)])
        for flag in [DatabaseFlag() as any Flag, ConfigurationFlag()] { line.add(flag) }
        return line.text
    }

    /// Says how a purge that was stopped goes on.
    static func goesOn(_ settings: Settings, terms: PurgeTerms?) -> String {
        "the purge was stopped before its end; `\(finishing(settings, terms: terms))` goes on with it, and writes the "
            + "receipt"
    }

    /// Says of a purge that was interrupted what can be done about it.
    static func interrupted(_ purge: PurgeRecord, _ terms: PurgeTerms?, _ settings: Settings) -> String {
        "purge \(purge.number) of \(Timestamp.plain(nanoseconds: purge.started)) was interrupted before it was done; "
            + "`\(finishing(settings, terms: terms))` finishes it before anything else, and "
            + "`\(givingUp(purge.number, settings, terms: terms))` gives it up"
    }

    private mutating func addQuarantine() {
        guard let keeps = settings.quarantines.value else { return }
        words.append(keeps ? QuarantineFlag().spelling : NoQuarantineFlag().spelling)
    }

    /// What decides where a purge works and what it leaves behind.
    private mutating func addGround() {
        let ground = [
            HostRootFlag() as any Flag, DatabaseFlag(), ConfigurationFlag(), QuarantineFolderFlag(), KeyFlag(.receipt),
            WaitFlag(), ForceFlag(), JobsFlag(),
        ]
        for flag in ground { add(flag) }
    }

    /// Adds what another run was given, where this one would not find it by itself.
    private mutating func add(_ terms: PurgeTerms?) {
        if let key = terms?.key, settings.key.value == nil, HostKey.absolutePath(settings) != key {
            add(KeyFlag(.receipt).spelling, Quotation.text(key.bytes))
        }
        if let folder = terms?.quarantine, settings.quarantineFolder.value == nil {
            add(QuarantineFolderFlag().spelling, Quotation.text(folder.bytes))
        }
    }

    /// Adds a flag if somebody gave it, on the command line or as a variable.
    mutating func add(_ flag: any Flag) {
        switch flag.origin(in: settings) {
        case .flag, .variable: break
        default: return
        }
        switch flag.literal(in: settings) {
        case .boolean(let isOn): if isOn { words.append(flag.spelling) }
        case .texts(let texts): for text in texts { add(flag.spelling, text) }
        case .some(let literal): add(flag.spelling, literal.plain)
        case nil: break
        }
    }

    /// Adds a flag with its value.
    mutating func add(_ spelling: String, _ value: String) { words += [spelling, Self.quoted(value)] }

    /// As a shell takes it for one word.
    static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: Array("/.:@_-=,+%".utf8).contains(byte)
            }
        }
        if isPlain, !text.isEmpty { return text }
        return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
