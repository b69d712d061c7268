import Bytes
import Inventory

/// The entries of one of the two tables of a lockfile, while they are read.
struct PackageLockEntries {
    /// What was understood so far.
    private(set) var pins: [Pin] = []
    private(set) var notes: [PinList.Note] = []
    /// Which pin stands at a location, by a hash of its bytes that nobody can foresee.
    private var locations: [Int: Int] = [:]
    private var locator = TextLocator()

    private static let dependencies: JSONName = "dependencies"

    /// Reads `packages`: the scanner stands behind the key.
    static func packages(_ scanner: inout JSONScanner) throws(ParseError) -> PackageLockEntries {
        var entries = PackageLockEntries()
        guard try entries.open(&scanner) else { return entries }
        while try scanner.next() == .key {
            let location = scanner.text()
            let line = entries.locator.locate(scanner.tokenStart, in: scanner.bytes).line
            guard try entries.open(&scanner, what: location, line: line) else { continue }
            var entry = PackageLockEntry(location: location, line: line)
            while try scanner.next() == .key { try entry.read(&scanner) }
            try entries.add(entry, entry.modernPin(), scanner)
        }
        return entries
    }

    /// Reads `dependencies`, which hold one another: the scanner stands behind the key.
    static func dependencies(_ scanner: inout JSONScanner) throws(ParseError) -> PackageLockEntries {
        var entries = PackageLockEntries()
        guard try entries.open(&scanner) else { return entries }
        // The entries that are open; between two of them lies an object `dependencies`.
        var stack: [PackageLockEntry] = []
        // Whether the next key is a package, or a member of the innermost entry.
        var isBetween = true
        while true {
            switch try scanner.next() {
            case .key where isBetween:
                let name = scanner.text()
                let line = entries.locator.locate(scanner.tokenStart, in: scanner.bytes).line
                let location = (stack.last.map { $0.location + "/" } ?? "") + name
                guard try entries.open(&scanner, what: name, line: line) else { continue }
                var entry = PackageLockEntry(location: location, line: line)
                entry.key = name
                stack.append(entry)
                isBetween = false
            case .key where scanner.tokenIs(dependencies):
                isBetween = try entries.open(&scanner)
            case .key:
                guard !stack.isEmpty else { return entries }
                try stack[stack.count - 1].read(&scanner)
            case .endObject where isBetween:
                if stack.isEmpty { return entries }
                isBetween = false
            case .endObject:
                guard let entry = stack.popLast() else { return entries }
                try entries.add(entry, entry.legacyPin(), scanner)
                isBetween = true
            default:
                return entries
            }
        }
    }

    /// Opens an object; goes over whatever else stands there and says so.
    private mutating func open(
        _ scanner: inout JSONScanner, what: String = "", line: Int = 1
    ) throws(ParseError) -> Bool {
        let depth = scanner.depth
        if try scanner.next() == .beginObject { return true }
        while scanner.depth > depth { _ = try scanner.next() }
        notes.append(PinList.Note(.malformed, line: line, detail: what))
        return false
    }

    private mutating func add(
        _ entry: PackageLockEntry, _ pin: Pin?, _ scanner: borrowing JSONScanner
    ) throws(ParseError) {
        guard pins.count < PackageLock.entryLimit else {
            throw ParseError(
                format: "package-lock.json", reason: "found more than \(PackageLock.entryLimit) packages",
                offset: scanner.offset)
        }
        if entry.hasDuplicate {
            notes.append(PinList.Note(.duplicateKey, line: entry.line, detail: entry.location))
        }
        guard var pin else { return }
        if entry.hasDuplicate { pin.unusable = .ambiguous }
        var hasher = Hasher()
        hasher.combine(bytesOf: entry.location)
        let place = hasher.finalize()
        if let earlier = locations.updateValue(pins.count, forKey: place) {
            pins[earlier].unusable = .ambiguous
            pin.unusable = .ambiguous
            notes.append(PinList.Note(.duplicateKey, line: entry.line, detail: entry.location))
        }
        pins.append(pin)
    }
}
