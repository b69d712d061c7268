package import Inventory

/// Says whether a version is one that an advisory means, by the algorithm of the OSV schema.
///
/// ```
///  listed one by one ────────────────────────► listed       whatever the ranges say
///  ranges:  0 ──────── fixed      introduced ── last affected
///           └ affected ┘          └─────── affected ┘
///           a version in any of them ────────► inRange
/// ```
/// Versions and events are taken apart once, so that each further question takes one look into a set and a few
/// comparisons of bytes.
package struct AffectedVersions: Sendable {
    /// What can be said of a version.
    package enum Answer: Sendable, Hashable {
        case unaffected
        /// The advisory lists it.
        case listed
        /// Every version is affected.
        case all
        /// It lies in a range.
        case inRange
        /// It, or a version of the advisory, is none that its ecosystem can order.
        case unknown
    }

    private struct Event {
        var kind: AffectedRange.Kind
        /// `nil` for what comes before all versions.
        var version: EcosystemVersion?
    }

    private struct Line {
        /// By version, the lowest first; without limits.
        var events: [Event] = []
        /// Empty where there is no limit.
        var limits: [EcosystemVersion] = []
        /// Whether an event has a version that cannot be ordered.
        var isBroken = false
        /// Whether it begins before all versions and nothing ends it.
        var isEverything = false
    }

    private let ecosystem: Ecosystem
    private let texts: Set<String>
    private let versions: Set<EcosystemVersion>
    private let lines: [Line]
    /// Whether versions are listed: then a mere range says less.
    package var listsVersions: Bool { !texts.isEmpty }

    /// Takes an advisory's words on one package apart.
    package init(_ package: AffectedPackage) {
        ecosystem = package.name.ecosystem
        let ecosystem = ecosystem
        texts = Set(package.versions)
        versions = Set(package.versions.compactMap { EcosystemVersion(ecosystem, $0) })
        lines = package.ranges.map { Self.line($0, ecosystem) }
    }

    /// Whether a version of an event could not be ordered.
    package var isBroken: Bool { lines.contains { $0.isBroken } }

    /// Whether this version is meant.
    package func answer(_ text: String) -> Answer {
        if texts.contains(text) { return .listed }
        let version = EcosystemVersion(ecosystem, text)
        if let version, versions.contains(version) { return .listed }
        var isUnknown = false
        for line in lines {
            if line.isEverything { return .all }
            guard let version, !line.isBroken else {
                isUnknown = true
                continue
            }
            if Self.holds(version, line) { return .inRange }
        }
        return isUnknown ? .unknown : .unaffected
    }

    private static func line(_ range: AffectedRange, _ ecosystem: Ecosystem) -> Line {
        var line = Line()
        var isUnlimited = false
        for event in range.events {
            if event.kind == .introduced, event.version == "0" {
                line.events.append(Event(kind: .introduced, version: nil))
                continue
            }
            if event.kind == .limit, event.version == "*" {
                isUnlimited = true
                continue
            }
            guard let version = EcosystemVersion.bound(ecosystem, event.version) else {
                line.isBroken = true
                continue
            }
            if event.kind == .limit {
                line.limits.append(version)
            } else {
                line.events.append(Event(kind: event.kind, version: version))
            }
        }
        if isUnlimited { line.limits = [] }
        line.isEverything =
            !line.isBroken && line.limits.isEmpty && line.events.allSatisfy { $0.kind == .introduced }
            && line.events.contains { $0.version == nil }
        // Sorting keeps the record's order where two are equal, but that what begins at a version comes before what
        // ends behind it.
        let order = line.events.enumerated().sorted { left, right in
            let sign = compare(left.element.version, right.element.version)
            if sign != 0 { return sign < 0 }
            let ends = (left.element.kind == .lastAffected, right.element.kind == .lastAffected)
            return ends.0 == ends.1 ? left.offset < right.offset : ends.1
        }
        line.events = order.map(\.element)
        return line
    }

    private static func compare(_ left: EcosystemVersion?, _ right: EcosystemVersion?) -> Int {
        guard let left else { return right == nil ? 0 : -1 }
        guard let right else { return 1 }
        return left.compare(right) ?? 0
    }

    private static func holds(_ version: EcosystemVersion, _ line: Line) -> Bool {
        guard line.limits.isEmpty || line.limits.contains(where: { compare(version, $0) < 0 }) else { return false }
        var isAffected = false
        for event in line.events {
            let sign = compare(version, event.version)
            switch event.kind {
            case .introduced: if sign >= 0 { isAffected = true }
            case .fixed: if sign >= 0 { isAffected = false }
            case .lastAffected: if sign > 0 { isAffected = false }
            case .limit: break
            }
        }
        return isAffected
    }
}
