package import Inventory

/// Versions that somebody asks for, in one of two spellings.
///
/// ```
///   >=3.6,<3.8,!=3.7          each must hold                              pkg:pypi/idna@>=3.6,<3.8
///   vers:pypi/>=3.6|<3.8|4.0  marks on the line of versions (VERS):       pkg:pypi/idna?vers=vers:pypi/…
///                             from 3.6 to before 3.8, and 4.0
/// ```
package struct VersionConstraints: Sendable, Hashable {
    /// How a version is compared with another.
    package enum Comparator: String, Sendable, CaseIterable {
        case atLeast = ">="
        case atMost = "<="
        case unequal = "!="
        case above = ">"
        case below = "<"
        case equal = "="
    }

    private struct Constraint: Sendable, Hashable {
        var comparator: Comparator
        var version: EcosystemVersion
    }

    private enum Form: Sendable, Hashable {
        case every
        case line
    }

    /// Constraints of one question.
    static let limit = 1000

    private let constraints: [Constraint]
    private let form: Form

    /// Constraints with commas between them.
    init(_ ecosystem: Ecosystem, list text: String) throws(PatternError) {
        form = .every
        constraints = try Self.parse(ecosystem, text, separator: ",")
    }

    /// Constraints with bars between them, `*` for every version. They must stand in the order of their versions.
    init(_ ecosystem: Ecosystem, line text: String) throws(PatternError) {
        form = .line
        if text == "*" {
            constraints = []
            return
        }
        constraints = try Self.parse(ecosystem, text, separator: "|")
        for (one, two) in zip(constraints, constraints.dropFirst()) {
            guard (one.version.compare(two.version) ?? 0) < 0 else {
                throw PatternError("the versions must rise and each stand once")
            }
        }
        try Self.requireTurns(constraints)
    }

    /// `>` and `<` must take turns, as the specification of VERS has it: else the line would mean nothing.
    private static func requireTurns(_ constraints: [Constraint]) throws(PatternError) {
        var isOpen = false
        var isFirst = true
        for constraint in constraints {
            switch constraint.comparator {
            case .unequal: continue
            case .equal: if isOpen { throw PatternError("an equal version stands inside of a range") }
            case .above, .atLeast:
                if isOpen { throw PatternError("two beginnings stand behind one another") }
                isOpen = true
            case .below, .atMost:
                if !isOpen && !isFirst { throw PatternError("an end stands without a beginning") }
                isOpen = false
            }
            isFirst = false
        }
    }

    private static func parse(
        _ ecosystem: Ecosystem, _ text: String, separator: Character
    ) throws(PatternError) -> [Constraint] {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count <= limit else { throw PatternError("there are more than \(limit) constraints") }
        var result: [Constraint] = []
        for part in parts {
            let comparator = Comparator.allCases.first { part.hasPrefix($0.rawValue) }
            var version = String(part.dropFirst(comparator?.rawValue.utf8.count ?? 0))
            // Whoever comes from pip writes `==`.
            if comparator == .equal, version.hasPrefix("=") { version.removeFirst() }
            guard !version.isEmpty else { throw PatternError("a version is missing behind a comparison") }
            guard let parsed = EcosystemVersion.bound(ecosystem, version) else {
                throw PatternError("`\(PatternError.shown(version))` is no version of this kind of package")
            }
            result.append(Constraint(comparator: comparator ?? .equal, version: parsed))
        }
        return result
    }

    /// Whether a version is asked for; `nil` where it is none that could be compared.
    package func holds(_ ecosystem: Ecosystem, _ text: String) -> Bool? {
        if constraints.isEmpty { return true }
        guard let version = EcosystemVersion(ecosystem, text) else { return nil }
        let signs = constraints.map { ($0.comparator, version.compare($0.version) ?? 0) }
        switch form {
        case .every: return signs.allSatisfy { Self.holds($0, sign: $1) }
        case .line: return Self.isOnLine(signs)
        }
    }

    private static func holds(_ comparator: Comparator, sign: Int) -> Bool {
        switch comparator {
        case .atLeast: sign >= 0
        case .atMost: sign <= 0
        case .unequal: sign != 0
        case .above: sign > 0
        case .below: sign < 0
        case .equal: sign == 0
        }
    }

    /// The specification's way: marks that it equals decide, then the pair of marks it lies between.
    private static func isOnLine(_ signs: [(Comparator, Int)]) -> Bool {
        for (comparator, sign) in signs where sign == 0 {
            return comparator == .equal || comparator == .atLeast || comparator == .atMost
        }
        let bounds = signs.filter { $0.0 != .equal && $0.0 != .unequal }
        // Only what is left out was named: all the rest is in.
        if bounds.isEmpty { return signs.allSatisfy { $0.0 == .unequal } }
        // The nearest mark below decides; below the first one it is in where that one is an end.
        guard let below = bounds.last(where: { $0.1 > 0 }) else {
            return bounds[0].0 == .below || bounds[0].0 == .atMost
        }
        return below.0 == .above || below.0 == .atLeast
    }
}
