import Audit
import Inventory
import Testing

private func findings(_ builds: [Build]) throws -> [Finding] {
    var collector = FindingCollector(limit: 100)
    CredentialsInBuilds(rules: try Imagined.rules()).judge(builds, into: &collector)
    return collector.findings
}

@Test func credentialsAreToldOncePerPlace() throws {
    let token = Build.Credential(place: "build-arg:NPM_TOKEN", kind: "npm token")
    let word = Build.Credential(place: "vcs:source", kind: "password in a URL")
    var builds = (0..<30).map { number in
        var build = Imagined.build("b\(number)", "https://git.example.com/acme/web", hoursAgo: Int64(number))
        build.credentials = number % 2 == 0 ? [token, word, token] : [token]
        return build
    }
    builds.append(Imagined.build("clean", "https://git.example.com/acme/api"))
    var unnamed = Imagined.build("u", nil)
    unnamed.credentials = [word]
    let found = try findings(builds + [unnamed])
    #expect(
        Imagined.words(found) == [String](repeating: "credential-in-build-record medium", count: 3))
    #expect(found.map { $0.fact("builds") } == [.number(30), .number(15), .number(1)])
    #expect(found.first?.fact("place") == .bytes("build-arg:NPM_TOKEN"))
    #expect(found.first?.builds.count == 20 && found.first?.builds.first == "b0")
    #expect(found.allSatisfy { $0.cache == nil && $0.path.isEmpty && !$0.message.contains("NPM") })
    #expect(try findings([]).isEmpty)
}
