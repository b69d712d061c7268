import Inventory

/// What all pins together say of one artifact.
///
/// ```
///  pins of that name and version ─┬─ equal in a strong digest       ─► best agreement    ┐  the better standing
///                                 └─ another digest, same algorithm ─► best contradiction ┘  decides
/// ```
/// A lockfile that a build brought along is believed only where nobody contradicts: else whoever poisons a cache would
/// bring the lockfile that fits. Among lockfiles that people vouch for one agreement is enough; that they disagree is a
/// finding of its own.
struct PinAnswer: Sendable {
    /// How a contradiction came about, for the grade of the finding. Ordered: the first is the surest.
    enum Doubt: Int, Comparable, Sendable {
        case none
        /// The pins name no file, and the version may have files that they leave out.
        case unnamedFile
        /// The content was built here, where the lockfile means what was published.
        case built
        /// Only lockfiles that builds brought along say so.
        case discovered
        /// Of two lockfiles that builds brought along, one agrees.
        case contested
        /// The lockfile's project does not use the cache: it may mean another package of the name.
        case otherProject

        var grade: String? {
            switch self {
            case .none: nil
            case .unnamedFile: "unnamed-file"
            case .built: "built"
            case .discovered: "discovered"
            case .contested: "contested"
            case .otherProject: "other-project"
            }
        }

        static func < (left: Doubt, right: Doubt) -> Bool { left.rawValue < right.rawValue }
    }

    let verdict: Verdict
    /// Number of the pin that decided.
    let pin: Int?
    let doubt: Doubt
    /// Whether any pin speaks of this name and version at all.
    let isPinned: Bool

    /// Asks all pins. `near` tells of each lockfile whether its project uses the cache.
    init(_ artifact: Artifact, in book: PinBook, near: [Bool], facts: PackageFacts) {
        guard let entry = book.entry(artifact.ecosystem, artifact.name) else {
            self.init(unpinned: artifact, isPinned: false)
            return
        }
        let group = book.group(entry, artifact.ecosystem, artifact.version, facts)
        let groups = [group, entry.versionless].compactMap { $0 }
        let agreement = Self.agreement(artifact, groups, book)
        let contradiction = Self.contradiction(artifact, groups, book, near)
        let isPinned = groups.contains { !$0.pins.isEmpty }
        switch (agreement, contradiction) {
        case (nil, nil):
            self.init(unpinned: artifact, isPinned: isPinned)
        case (let yes?, nil):
            self.init(.verified, yes, .none)
        case (let yes?, let no?):
            let (standing, other) = (book.standing(yes), book.standing(no.pin))
            let isContested = standing == .discovered && other == .discovered
            let isStandIn = Self.isStandIn(artifact, for: book.pins[yes].pin, named: book.pins[no.pin].pin)
            if isStandIn, other >= standing {
                self.init(.mismatch, no.pin, no.doubt)
            } else if !isContested, standing >= other || standing >= .vouched && no.doubt != .none {
                self.init(.verified, yes, .none)
            } else {
                self.init(.mismatch, no.pin, isContested ? max(.contested, no.doubt) : no.doubt)
            }
        case (nil, let no?):
            self.init(.mismatch, no.pin, no.doubt)
        }
    }

    private init(_ verdict: Verdict, _ pin: Int, _ doubt: Doubt) {
        self.verdict = verdict
        self.pin = pin
        self.doubt = doubt
        isPinned = true
    }

    private init(unpinned artifact: Artifact, isPinned: Bool) {
        switch artifact.selfCheck {
        case .none: verdict = .unknown
        case .agrees: verdict = .consistent
        case .disagrees: verdict = .mismatch
        }
        pin = nil
        doubt = .none
        self.isPinned = isPinned
    }

    /// Whether it is the content of another file of its version that lies under this name, where a pin names this one.
    private static func isStandIn(_ artifact: Artifact, for agreeing: Pin, named contradicting: Pin) -> Bool {
        guard let file = agreeing.file, file != artifact.file, !artifact.hasOneFile else { return false }
        return contradicting.file == artifact.file
    }

    // MARK: Search

    private static func agreement(_ artifact: Artifact, _ groups: [PinGroup], _ book: PinBook) -> Int? {
        var best: Int?
        for group in groups {
            for digest in artifact.digests where !digest.algorithm.isWeak {
                // The list has the best standing first.
                let first = group.holders[digest]?.first { book.pins[$0].pin.isUsable }
                guard let first else { continue }
                if best.map({ book.standing($0) < book.standing(first) }) ?? true { best = first }
            }
        }
        return best
    }

    /// Pins that speak of an artifact by its file or by its version.
    private static func candidates(_ artifact: Artifact, _ group: PinGroup) -> [Int] {
        if artifact.kind == .yarnArchive { return group.archives[artifact.file] ?? [] }
        // Without a version, only a file's name tells that the same thing is meant.
        let named = group.named[artifact.file] ?? []
        // What was built here has a digest of its own, unless it takes the place of a file that was published.
        if group.version == nil || artifact.kind == .builtWheel { return named }
        return named + (artifact.hasOneFile ? group.pins : group.unnamed)
    }

    private static func contradicts(_ number: Int, _ pin: Pin, _ artifact: Artifact, _ group: PinGroup) -> Bool {
        guard artifact.kind == .yarnArchive else { return group.contradicts(number, artifact.digests) }
        return pin.digests.allSatisfy { own in
            artifact.digests.contains { $0.algorithm == own.algorithm } && !artifact.digests.contains(own)
        }
    }

    private static func contradiction(
        _ artifact: Artifact, _ groups: [PinGroup], _ book: PinBook, _ near: [Bool]
    ) -> (pin: Int, doubt: Doubt)? {
        let isBuilt = artifact.kind == .builtWheel
        var best: (pin: Int, doubt: Doubt)?
        for group in groups {
            for number in Self.candidates(artifact, group) {
                let pin = book.pins[number].pin
                guard Self.contradicts(number, pin, artifact, group) else { continue }
                let isFar = !near[book.pins[number].lockfile]
                let isNamed = pin.file == artifact.file || artifact.hasOneFile
                let doubt =
                    [
                        isFar ? .otherProject : .none, book.standing(number) == .discovered ? .discovered : .none,
                        isBuilt ? .built : .none, isNamed ? Doubt.none : .unnamedFile,
                    ].max() ?? .none
                guard let found = best else {
                    best = (number, doubt)
                    continue
                }
                let (old, new) = (book.standing(found.pin), book.standing(number))
                if new > old || new == old && doubt < found.doubt { best = (number, doubt) }
            }
        }
        return best
    }
}

extension Artifact {
    /// Whether a version has no other file of this kind, however the lockfile calls it.
    var hasOneFile: Bool { kind == .tarball }
}
