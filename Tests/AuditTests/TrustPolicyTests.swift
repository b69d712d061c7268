import Audit
import Inventory
import Testing

@Test(
    "A repository has one name, however its address is written",
    arguments: [
        ("https://git.example.com/acme/web", "git.example.com/acme/web"),
        ("https://user:word@Git.Example.com/Acme/Web.git", "git.example.com/acme/web"),
        ("git@git.example.com:acme/web.git", "git.example.com/acme/web"),
        ("ssh://git@git.example.com:22//acme/web/", "git.example.com/acme/web"),
        ("https://git.example.com:8443/acme/web", "git.example.com:8443/acme/web"),
        ("https://git.example.com/acme/web.git#refs/heads/main:sub/dir", "git.example.com/acme/web"),
        ("https://a/@b/c", "a/@b/c"), ("web", "web"), ("acme/web:latest", "acme/web:latest"), ("", ""), ("/", ""),
        ("://", ":"), ("https://", ""), (".git", ".git"), ("a@:b", "/b"), ("https://h/a/.git#m", "h/a"), ("@:", ""),
        ("#", "#"), ("x://#", ""),
    ])
func projectNames(source: String, expected: String) {
    #expect(String(decoding: ProjectName(ByteString(source)).bytes, as: UTF8.self) == expected)
}

@Test(
    "The first entry that matches decides",
    arguments: [
        ("https://git.example.com/acme/web", nil, TrustTier.release),
        ("https://git.example.com/acme/web", "main", .release),
        ("https://git.example.com/acme/web", "pull/3/head", .untrusted),
        ("https://git.example.com/acme/web", "refs/pull/3/head", .untrusted),
        ("https://git.example.com/acme/web", "PULL/3", .release), ("git@GIT.example.com:forks/web", nil, .untrusted),
        ("http://git.example.com/Forks/web.git", nil, .untrusted), ("https://git.example.com/tools/x", nil, .internal),
        ("https://git.example.com.evil.example/acme/web", nil, nil), ("web", nil, nil), ("", "pull/1", .untrusted),
    ] as [(String, String?, TrustTier?)])
func tiers(source: String, branch: String?, expected: TrustTier?) {
    let tier = Imagined.policy.tier(of: ProjectName(ByteString(source)), branch: branch.map { ByteString($0) })
    #expect(tier == expected)
}

@Test("Without entries nobody has a tier; what admits all takes builds of no known project, too")
func emptyPolicy() throws {
    let build = Imagined.build("b", nil)
    #expect(TrustPolicy().tier(of: build) == nil)
    let all = try #require(TrustPolicy.Entry(tier: .untrusted, projects: ["*"]))
    #expect(TrustPolicy(entries: [all]).tier(of: build) == .untrusted)
    let named = try #require(TrustPolicy.Entry(tier: .untrusted, projects: ["?*"]))
    #expect(TrustPolicy(entries: [named]).tier(of: build) == nil)
    #expect(TrustTier.allCases.sorted() == [.untrusted, .internal, .release])
}
