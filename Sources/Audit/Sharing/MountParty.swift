import Inventory

/// All builds of one project and tier that used a mount id, added up.
struct MountParty {
    /// What makes builds one party. Builds of no known project are one, too.
    struct Key: Hashable {
        var name: ProjectName?
        var tier: TrustTier?
    }

    var key: Key
    /// The source as the first build wrote it.
    var source: ByteString?
    /// The best that any of the builds has.
    var certainty: Project.Certainty?
    var uses = 0
    /// Builds that may have written, in their order; a build that found the step in the layer cache did not.
    var writers: [Int] = []
    var isWriteExecuted = false
    /// Whether a step was run that saw the mount.
    var isExecuted = false
    var first: Int64?
    var last: Int64?
    /// When a build of this party first may have written, and last saw the mount.
    var firstWrite: Int64?
    var lastSeen: Int64?
    /// The build that began last, for what the project does today.
    var latestBuild: Int
    var target: ByteString

    /// Whether the name tells projects apart at all.
    var isNamed: Bool { certainty.map { $0 != .grouped } ?? false }
    /// Whether projects seldom share the name.
    var isSolid: Bool { certainty == .exact || certainty == .likely }

    init(key: Key, build: Int, target: ByteString) {
        self.key = key
        latestBuild = build
        self.target = target
    }

    /// Adds one use.
    mutating func add(_ use: MountUse, of build: Build, at index: Int) {
        uses += 1
        if let project = build.project {
            if source == nil { source = project.source }
            if certainty.map({ Self.rank(project.certainty) < Self.rank($0) }) ?? true {
                certainty = project.certainty
            }
        }
        let started = use.started ?? build.started
        let finished = use.finished ?? build.finished ?? started
        first = Self.least(first, started ?? finished)
        last = Self.greatest(last, finished)
        if use.execution == .executed {
            isExecuted = true
            lastSeen = Self.greatest(lastSeen, finished)
        }
        if use.execution != .cached, !use.isReadOnly {
            if writers.last != index { writers.append(index) }
            if use.execution == .executed { isWriteExecuted = true }
            firstWrite = Self.least(firstWrite, started)
        }
    }

    /// The parties of a group, in the order of their first builds; in whatever order the builds were read.
    static func all(
        of group: MountLedger.Group, in ledger: MountLedger, tiers: [TrustTier?], names: [ProjectName?]
    ) -> [MountParty] {
        var parties: [MountParty] = []
        var positions: [Key: Int] = [:]
        for place in group.uses {
            let build = ledger.builds[place.build]
            let use = build.mounts[place.mount]
            let key = Key(name: names[place.build], tier: tiers[place.build])
            let position = positions[key] ?? parties.count
            if position == parties.count {
                positions[key] = position
                parties.append(MountParty(key: key, build: place.build, target: use.target))
            }
            parties[position].add(use, of: build, at: place.build)
            let latest = ledger.builds[parties[position].latestBuild].started ?? .min
            if (build.started ?? .min) > latest {
                parties[position].latestBuild = place.build
                parties[position].target = use.target
            }
        }
        return parties.sorted { one, other in
            (one.first ?? .max, Self.order(one.key.name)) < (other.first ?? .max, Self.order(other.key.name))
        }
    }

    private static func order(_ name: ProjectName?) -> ByteString { ByteString(name?.bytes ?? []) }

    private static func rank(_ certainty: Project.Certainty) -> Int {
        switch certainty {
        case .exact: 0
        case .likely: 1
        case .hint: 2
        case .grouped: 3
        }
    }

    private static func least(_ one: Int64?, _ other: Int64?) -> Int64? {
        guard let one, let other else { return one ?? other }
        return min(one, other)
    }

    private static func greatest(_ one: Int64?, _ other: Int64?) -> Int64? {
        guard let one, let other else { return one ?? other }
        return max(one, other)
    }
}
