import Inventory

/// The highest version of a name that the projects pin which use a cache.
struct VersionCeiling: Sendable {
    let version: String
    let pin: RegisteredPin
    private let traits: PackageFacts.Traits

    /// `nil` where none of them pins the name. What people vouch for decides, where there is any: a build may bring a
    /// lockfile with a version that is higher than all.
    init?(
        _ ecosystem: Ecosystem, _ name: String, in book: PinBook, near: [Bool], facts: PackageFacts
    ) {
        guard let entry = book.entry(ecosystem, name) else { return nil }
        var best: (number: Int, isVouched: Bool)?
        for group in entry.groups[..<entry.ordered].reversed() {
            // The best standing stands first in the list.
            guard let number = group.pins.first(where: { near[book.pins[$0].lockfile] }) else { continue }
            let isVouched = book.standing(number) > .discovered
            if best == nil || isVouched { best = (number, isVouched) }
            if isVouched { break }
        }
        guard let best, let version = book.pins[best.number].pin.version else { return nil }
        self.version = version
        pin = book.registered(best.number)
        traits = facts.traits(ecosystem, version)
    }

    /// How a version lies above.
    struct Excess: Sendable {
        /// Whether it is of a kind that is made to win: an epoch, a local part, a jump.
        var isEvasive: Bool
        /// Whether the client takes it only where it is asked for.
        var isPrerelease: Bool
    }

    /// `nil` where a version does not lie above.
    func excess(of other: String, _ ecosystem: Ecosystem, jump: Int, facts: PackageFacts) -> Excess? {
        guard let order = facts.compare(ecosystem, version, other), order < 0 else { return nil }
        let new = facts.traits(ecosystem, other).subtracting(traits)
        return Excess(
            isEvasive: Self.isEvasive(other, above: version, new: new, jump: jump),
            isPrerelease: new.contains(.prerelease))
    }

    /// Whether a higher version is of a kind that is made to win; `new` are the traits that the lower one has not.
    static func isEvasive(_ other: String, above version: String, new: PackageFacts.Traits, jump: Int) -> Bool {
        !new.isDisjoint(with: [.local, .epoch]) || lead(other) - lead(version) >= jump
    }

    /// The first number in a version, as far as it can matter.
    static func lead(_ version: String) -> Int {
        let isDigit = { (byte: UInt8) in byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
        let digits = version.utf8.drop { !isDigit($0) }.prefix { isDigit($0) }.drop { $0 == UInt8(ascii: "0") }
        // Longer ones are all the same jump.
        if digits.count > 9 { return 1_000_000_000 }
        return digits.reduce(0) { 10 * $0 + Int($1 - UInt8(ascii: "0")) }
    }
}
