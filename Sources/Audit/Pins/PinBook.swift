package import Inventory

/// All pins, by ecosystem, name and version.
///
/// ```
///  (ecosystem, name) ─► Entry ─► versions in the client's order ─► PinGroup: by file, by digest
///                         └────► without a version: speak of any
/// ```
/// Lockfiles may be hostile too: whatever they hold, an artifact is looked up in as many steps as a tree is high.
package struct PinBook: Sendable {
    /// What is pinned of one name.
    struct Entry: Sendable {
        /// In the client's order; those that are no version at all stand at the end, where only their spelling finds
        /// them.
        var groups: [PinGroup] = []
        /// Groups that are in order.
        var ordered = 0
        var places: [String: Int] = [:]
        var versionless = PinGroup(version: nil)
    }

    /// A package of an ecosystem.
    struct Name: Hashable, Sendable {
        var ecosystem: Ecosystem
        var name: String
    }

    package let lockfiles: [Lockfile]
    /// All pins and the numbers of their lockfiles.
    let pins: [(pin: Pin, lockfile: Int)]
    let entries: [Name: Entry]
    /// Lockfiles of each ecosystem that people vouch for.
    let vouched: [Ecosystem: [Lockfile]]
    /// Pins that prove nothing, by why.
    package let unusable: [Pin.Unusable: Int]

    /// Sorts the pins; `facts` tells which version is the higher.
    package init(_ given: [LockedPins], facts: PackageFacts, stop: StopSign = StopSign()) {
        // The best standing first, so that what is cut off a long list weighs least.
        let order = given.indices.sorted { left, right in
            let (first, second) = (Standing(given[left].lockfile), Standing(given[right].lockfile))
            return first == second ? left < right : first > second
        }
        let sources = order.map { given[$0] }
        lockfiles = sources.map(\.lockfile)
        var pins: [(pin: Pin, lockfile: Int)] = []
        var unusable: [Pin.Unusable: Int] = [:]
        var numbers: [Name: [Int]] = [:]
        for (lockfile, source) in sources.enumerated() {
            for pin in source.pins where !stop.isAsked {
                if let reason = pin.unusable { unusable[reason, default: 0] += 1 }
                numbers[Name(ecosystem: pin.ecosystem, name: pin.name), default: []].append(pins.count)
                pins.append((pin, lockfile))
            }
        }
        var vouched: [Ecosystem: [Lockfile]] = [:]
        for source in sources where source.lockfile.trust.isVouched {
            for ecosystem in Set(source.pins.map(\.ecosystem)) {
                vouched[ecosystem, default: []].append(source.lockfile)
            }
        }
        self.vouched = vouched
        var entries: [Name: Entry] = [:]
        entries.reserveCapacity(numbers.count)
        for (name, list) in numbers where !stop.isAsked {
            entries[name] = Self.entry(name.ecosystem, list, of: pins, facts)
        }
        self.pins = pins
        self.unusable = unusable
        self.entries = entries
    }

    private static func entry(
        _ ecosystem: Ecosystem, _ numbers: [Int], of pins: [(pin: Pin, lockfile: Int)], _ facts: PackageFacts
    ) -> Entry {
        var entry = Entry()
        let spellings = Set(numbers.compactMap { pins[$0].pin.version })
        let versions = spellings.filter { facts.compare(ecosystem, $0, $0) != nil }
        // Equal versions stand in the order of their spellings, so that two audits show the same.
        let sorted = versions.sorted { left, right in
            let order = facts.compare(ecosystem, left, right) ?? 0
            return order == 0 ? left < right : order < 0
        }
        var last: String?
        for version in sorted {
            if let last, facts.compare(ecosystem, last, version) == 0 {
                entry.places[version] = entry.groups.count - 1
            } else {
                entry.places[version] = entry.groups.count
                entry.groups.append(PinGroup(version: version))
            }
            last = version
        }
        entry.ordered = entry.groups.count
        for text in spellings.subtracting(versions).sorted() {
            entry.places[text] = entry.groups.count
            entry.groups.append(PinGroup(version: text))
        }
        for number in numbers {
            guard let place = pins[number].pin.version.flatMap({ entry.places[$0] }) else {
                entry.versionless.add(number, pins[number].pin)
                continue
            }
            entry.groups[place].add(number, pins[number].pin)
        }
        return entry
    }

    /// What is pinned of a name.
    func entry(_ ecosystem: Ecosystem, _ name: String) -> Entry? {
        entries[Name(ecosystem: ecosystem, name: name)]
    }

    /// Whether anything is pinned of a name.
    func has(_ ecosystem: Ecosystem, _ name: String) -> Bool {
        entries.index(forKey: Name(ecosystem: ecosystem, name: name)) != nil
    }

    /// The pins of a version, however it is spelled.
    func group(_ entry: Entry, _ ecosystem: Ecosystem, _ version: String, _ facts: PackageFacts) -> PinGroup? {
        if let place = entry.places[version] { return entry.groups[place] }
        var (low, high) = (0, entry.ordered)
        while low < high {
            let middle = (low + high) / 2
            guard let spelling = entry.groups[middle].version,
                let order = facts.compare(ecosystem, spelling, version)
            else { return nil }
            if order == 0 { return entry.groups[middle] }
            if order < 0 { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    /// A pin with its lockfile.
    func registered(_ number: Int) -> RegisteredPin {
        RegisteredPin(pin: pins[number].pin, lockfile: lockfiles[pins[number].lockfile])
    }

    /// How much a pin's word weighs.
    func standing(_ number: Int) -> Standing { Standing(lockfiles[pins[number].lockfile]) }
}

/// How much the word of a lockfile weighs. Ordered: what a build brought along is the least.
enum Standing: Int, Comparable, Sendable {
    case discovered, untrusted, vouched, release

    init(_ lockfile: Lockfile) {
        guard lockfile.trust.isVouched else {
            self = .discovered
            return
        }
        switch lockfile.tier.flatMap({ TrustTier(rawValue: $0) }) {
        case .untrusted: self = .untrusted
        case .release: self = .release
        case .internal, nil: self = .vouched
        }
    }

    static func < (left: Standing, right: Standing) -> Bool { left.rawValue < right.rawValue }
}
