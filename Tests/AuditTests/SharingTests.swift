import Audit
import Inventory
import Testing

private let web: ByteString = "https://git.example.com/acme/web"
private let api: ByteString = "https://git.example.com/acme/api"
private let fork: ByteString = "https://git.example.com/forks/eve"
private let tool: ByteString = "https://git.example.com/tools/x"

/// Projects with ids of their own share nothing.
@Test func honestProjectsAreNoFinding() throws {
    var caches: [MountCache] = []
    var builds: [Build] = []
    for number in 0..<10 {
        let id = ByteString("/p\(number)-pip")
        caches.append(Imagined.cache(id))
        for run in 0..<5 {
            builds.append(
                Imagined.build(
                    "b\(number).\(run)", ByteString("https://git.example.com/acme/p\(number)"), [Imagined.use(id)]))
        }
    }
    #expect(try Imagined.sharing(builds, caches: caches, trust: Imagined.policy).isEmpty)
}

@Test func aDefaultIdOfOneProjectIsOnlySaid() throws {
    let builds = [Imagined.build("a", web), Imagined.build("b", web), Imagined.build("c", nil)]
    #expect(try Imagined.words(Imagined.sharing(builds)) == ["default-mount-id info"])
    #expect(try Imagined.words(Imagined.sharing([])) == ["default-mount-id info"])
    // One repository under two addresses, and a client that tells the folder's name alone.
    let same = [
        Imagined.build("a", web), Imagined.build("b", "git@git.example.com:acme/web.git"),
        Imagined.build("c", "web", certainty: .hint), Imagined.build("d", "9f86d081", certainty: .grouped),
        Imagined.build("e", "60303ae2", certainty: .grouped),
    ]
    #expect(try Imagined.words(Imagined.sharing(same)) == ["default-mount-id info"])
}

@Test func aTreeHasNoId() throws {
    var tree = MountCache(id: "/srv/pip", root: "/srv/pip", path: "/srv/pip")
    #expect(try Imagined.sharing([], caches: [tree]).isEmpty)
    tree.root = "/elsewhere"
    #expect(try Imagined.sharing([Imagined.build("a", web)], caches: [tree]).isEmpty)
}

@Test func sharedIdsNameProjectsBuildsAndTheLineToWrite() throws {
    let builds = [
        Imagined.build("a", web, hoursAgo: 9), Imagined.build("b", api, hoursAgo: 8),
        Imagined.build("c", web, hoursAgo: 7),
    ]
    let caches = [Imagined.cache(), Imagined.cache(record: "r2")]
    let found = try Imagined.sharing(builds, caches: caches)
    #expect(Imagined.words(found) == ["default-mount-id medium"])
    let shared = try #require(found.last)
    #expect(shared.cache == 0 && shared.builds == ["c", "b"])
    #expect(shared.fact("projects") == .list([.bytes(web), .bytes(api)]))
    #expect(shared.fact("knownUses") == .number(3) && shared.fact("records") == .number(2))
    #expect(shared.fact("first") == .time(Imagined.now - 9 * Imagined.hour))
    let line = "RUN --mount=type=cache,id=acme-web-pip,target=/root/.cache/pip"
    #expect(shared.remedy.contains("`\(line)`"))
    #expect(shared.remedy.contains("--build-arg BUILDKIT_CACHE_MOUNT_NS=acme-web`"))
    let other = "RUN --mount=type=cache,id=acme-api-pip,target=/root/.cache/pip"
    #expect(shared.fact("lines") == .list([.text(line), .text(other)]))
}

@Test func sharingIsGradedByTrustAndCertainty() throws {
    func words(_ builds: [Build], _ trust: TrustPolicy = TrustPolicy()) throws -> [String] {
        let named = builds.map { build in
            var build = build
            build.mounts = build.mounts.map { use in
                var use = use
                use.id = "/acme-pip"
                return use
            }
            return build
        }
        return try Imagined.words(Imagined.sharing(named, caches: [Imagined.cache("/acme-pip")], trust: trust))
            + Imagined.words(Imagined.sharing(builds, trust: trust))
    }
    let both = [Imagined.build("a", web), Imagined.build("b", api)]
    #expect(try words(both) == ["shared-mount-id medium", "default-mount-id medium"])
    #expect(try words(both, Imagined.policy) == ["shared-mount-id low", "default-mount-id medium"])
    let hinted = [both[0], Imagined.build("b", "shop", certainty: .hint)]
    #expect(try words(hinted) == ["shared-mount-id low", "default-mount-id low"])
    let cached = [both[0], Imagined.build("b", api, [Imagined.use(execution: .cached)])]
    #expect(try words(cached) == ["shared-mount-id medium", "default-mount-id medium"])
    let elsewhere = both.map { build in
        var build = build
        build.root = ByteString("/other/\(build.ref)")
        return build
    }
    #expect(try words(elsewhere) == ["default-mount-id info"])
}

@Test func aMountHasOneFindingOfItsUsersAndEachFactOnce() throws {
    let builds = [
        Imagined.build("a", fork), Imagined.build("b", web), Imagined.build("c", api),
        Imagined.build("d", tool),
    ]
    for trust in [TrustPolicy(), Imagined.policy] {
        let found = try Imagined.sharing(builds, trust: trust)
        #expect(Imagined.words(found).count == 1, "\(found)")
        let facts = found.flatMap(\.evidence)
        #expect(Set(facts.map(\.name)).count == facts.count)
        for project in [fork, web, api, tool] {
            let told = facts.count { fact in
                if case .list(let values) = fact.value { values.contains(.bytes(project)) } else { false }
            }
            #expect(told == 1, "\(project): \(facts)")
        }
    }
    // A rule that is switched off leaves the mount to the next.
    for (off, next) in [("mixed-trust", "default-mount-id"), ("default-mount-id", "shared-mount-id")] {
        let trust = off == "mixed-trust" ? Imagined.policy : TrustPolicy()
        let left = try Imagined.rules().rules.filter { $0.id != off }
        var collector = FindingCollector(limit: 100)
        Sharing(rules: RuleBook(rules: left), trust: trust).judge(
            MountLedger(caches: [Imagined.cache()], builds: builds), into: &collector)
        #expect(collector.findings.map(\.rule) == [next])
    }
}

@Test func projectsAreCountedAsTheRulesCountThem() throws {
    let builds = [
        Imagined.build("a", web), Imagined.build("b", "web", certainty: .hint), Imagined.build("c", nil),
        Imagined.build("d", "9f86d081", certainty: .grouped), Imagined.build("e", "git@git.example.com:Acme/Web.git"),
    ]
    let caches = [Imagined.cache(), Imagined.cache(record: "r2"), Imagined.cache("/other")]
    #expect(MountLedger(caches: caches, builds: builds).projectCounts() == [1, 1, 0])
    #expect(MountLedger(caches: caches, builds: builds + [Imagined.build("f", api)]).projectCounts() == [2, 2, 0])
    let secret = MountLedger(caches: [Imagined.cache("//x")], builds: builds) { _ in Imagined.pip }
    #expect(secret.projectCounts() == [1])
}

@Test(
    "mixed-trust asks who may write what whom trusts",
    arguments: [
        (fork, Imagined.use(), web, Imagined.use(), "mixed-trust critical"),
        (fork, Imagined.use(execution: .unknown), web, Imagined.use(), "mixed-trust high"),
        (fork, Imagined.use(), web, Imagined.use(execution: .cached), "mixed-trust high"),
        (fork, Imagined.use(), web, Imagined.use(readOnly: true), "mixed-trust critical"),
        (fork, Imagined.use(execution: .cached), web, Imagined.use(), nil),
        (fork, Imagined.use(readOnly: true), web, Imagined.use(), nil),
        (fork, Imagined.use(), tool, Imagined.use(), "mixed-trust medium"),
        (tool, Imagined.use(), web, Imagined.use(), "mixed-trust medium"),
        (fork, Imagined.use(), "https://git.example.com/forks/mallory", Imagined.use(), nil),
        (fork, Imagined.use(), "https://elsewhere.example/x", Imagined.use(), nil),
    ] as [(ByteString, MountUse, ByteString, MountUse, String?)])
func mixedTrust(low: ByteString, write: MountUse, high: ByteString, read: MountUse, expected: String?) throws {
    let builds = [
        Imagined.build("low", low, hoursAgo: 5, [write]), Imagined.build("high", high, hoursAgo: 4, [read]),
    ]
    // The same with an id of its own and without one, where more projects land by themselves.
    let named = try Imagined.sharing(
        builds.map { build in
            var build = build
            build.mounts[0].id = "/acme-pip"
            return build
        }, caches: [Imagined.cache("/acme-pip")], trust: Imagined.policy)
    #expect(named.first { $0.rule == "mixed-trust" }.map { "\($0.rule) \($0.severity)" } == expected)
    let found = try Imagined.sharing(builds, trust: Imagined.policy)
    let mixed = found.first { $0.rule == "mixed-trust" }
    let isMedium = expected == "mixed-trust medium"
    #expect(mixed.map { "\($0.rule) \($0.severity)" } == (isMedium ? "mixed-trust high" : expected))
    #expect(found.count == 1 && (mixed != nil || found.first?.severity == .medium))
    if let mixed {
        #expect(mixed.builds == ["low"])
        #expect(mixed.fact("writers") == .list([.bytes(low)]) && mixed.fact("readers") == .list([.bytes(high)]))
    }
    #expect(try !Imagined.words(Imagined.sharing(builds)).contains { $0.hasPrefix("mixed") }, "without tiers")
}

@Test func pullRequestsOfOneProjectMixTrust() throws {
    let builds = [
        Imagined.build("main", web, hoursAgo: 3, branch: "main"),
        Imagined.build("pull", web, hoursAgo: 5, branch: "refs/pull/7/head"),
    ]
    let found = try Imagined.sharing(builds, trust: Imagined.policy)
    let mixed = try #require(found.first { $0.rule == "mixed-trust" })
    #expect(mixed.severity == .critical && mixed.fact("readAfterWrite") == .flag(true))
    #expect(mixed.remedy.contains("BUILDKIT_CACHE_MOUNT_NS=acme-web-untrusted`"))
    #expect(!found.contains { $0.rule == "shared-mount-id" }, "it is one project")
    let later = [builds[0], Imagined.build("pull", web, hoursAgo: 1, branch: "refs/pull/7/head")]
    let notYet = try Imagined.sharing(later, trust: Imagined.policy).first { $0.rule == "mixed-trust" }
    #expect(notYet?.fact("readAfterWrite") == nil)
}

@Test func modesThatDoNotFitAreHazards() throws {
    let id: ByteString = "/acme-apt"
    func modes(_ one: MountUse, _ two: MountUse, _ other: ByteString = web) throws -> [String] {
        let builds = [Imagined.build("a", web, hoursAgo: 5, [one]), Imagined.build("b", other, hoursAgo: 4, [two])]
        return try Imagined.sharing(builds, caches: [Imagined.cache(id)]).filter { $0.rule == "sharing-mode-hazard" }
            .map { "\($0.severity) \($0.message)" }
    }
    func use(_ sharing: MountCache.Sharing, _ target: ByteString = "/x", from: Int64? = nil) -> MountUse {
        Imagined.use(
            id, target: target, sharing: sharing, from: from.map { Imagined.now + $0 },
            to: from.map { Imagined.now + $0 + 10 })
    }
    #expect(try modes(use(.shared), use(.shared), api).isEmpty)
    #expect(try modes(use(.locked), use(.locked), api).isEmpty)
    #expect(try modes(use(.shared), use(.locked)).isEmpty, "what the project did before is past")
    let mixed = try modes(use(.shared), use(.locked), api)
    #expect(mixed == ["low The mount is used with different modes: sharing=locked, sharing=shared"])

    let apt: ByteString = "/var/cache/apt/"
    #expect(try modes(use(.locked, apt), use(.locked, apt)).isEmpty)
    #expect(try modes(use(.shared, apt), use(.locked, apt)).isEmpty)
    #expect(
        try modes(use(.shared, apt), use(.shared, apt)).first?.hasPrefix("low The mode sharing=shared lets") == true)
    let met = try modes(use(.shared, apt, from: 0), use(.shared, apt, from: 9))
    #expect(met.first?.hasPrefix("medium The mode sharing=shared let two steps") == true)
    let apart = try modes(use(.shared, apt, from: 0), use(.shared, apt, from: 10))
    #expect(apart.first?.hasPrefix("low ") == true)

    let maven: ByteString = "/root/.m2/repository"
    #expect(try modes(use(.shared, maven, from: 0), use(.shared, maven, from: 20)).isEmpty)
    #expect(try modes(use(.shared, maven, from: 0), use(.shared, maven, from: 5)).first?.hasPrefix("low ") == true)
}

@Test(
    "A suggested line holds nothing that somebody else chose, but for harmless characters",
    arguments: [
        ("https://h/acme/web", "/root/.cache/pip", "id=acme-web-pip,target=/root/.cache/pip`"),
        ("https://h/acme/web", "/go/pkg/mod", "id=acme-web-pkg-mod,target=/go/pkg/mod`"),
        ("https://h/acme/web", "/var/lib/apt", "id=acme-web-lib-apt,target=/var/lib/apt`"),
        ("https://h/acme/web", "/var/cache/apt", "id=acme-web-cache-apt,target=/var/cache/apt`"),
        ("https://h/a$(id)/`x`\n", "/a b,uid=0`\u{1B}[2J", "id=a-id-x-a-b-uid-0-2J,target=…`"),
        ("\u{202E}é", "/", "target=/`"), ("https://h/a/b;rm -rf", "/x", "id=a-b-rm-rf-x,target=/x`"),
    ])
func suggestedLines(source: String, target: String, expected: String) throws {
    let builds = [
        Imagined.build("a", ByteString(source), hoursAgo: 11, [Imagined.use(target: ByteString(target))]),
        Imagined.build("b", api, [Imagined.use(target: ByteString(target))]),
    ]
    let shared = try #require(Imagined.sharing(builds).first { $0.rule == "default-mount-id" })
    #expect(shared.remedy.contains(expected), "\(shared.remedy)")
    let isPlain = (shared.remedy + shared.message).unicodeScalars.allSatisfy { scalar in
        (0x20..<0x7F).contains(scalar.value) || scalar == "…"
    }
    #expect(isPlain)
}

@Test func namesThatWouldBeAlikeAreToldApart() throws {
    let builds = [
        Imagined.build("a", "https://one.example/acme/web"), Imagined.build("b", "https://two.example/acme/web"),
        Imagined.build("c", "https://one.example/acme/we.b"), Imagined.build("d", "https://one.example/acme/we-b"),
    ]
    let shared = try #require(Imagined.sharing(builds).first { $0.rule == "default-mount-id" })
    guard case .list(let lines) = shared.fact("lines") else {
        Issue.record("no lines")
        return
    }
    #expect(Set(lines).count == 4)
}

@Test func manyProjectsAreListedInPart() throws {
    let builds = (0..<500).map { Imagined.build("b\($0)", ByteString("https://h/p/\($0)")) }
    let shared = try #require(Imagined.sharing(builds).first { $0.rule == "default-mount-id" })
    #expect(shared.builds.count == 20 && shared.fact("projectCount") == .number(500))
    guard case .list(let projects) = shared.fact("projects") else {
        Issue.record("no projects")
        return
    }
    #expect(projects.count == 20)
}
