import Ecosystems
import EcosystemsSupport
import Inventory
import TestSupport
import Testing

@Suite("Caches as pip writes them")
struct CleanCacheTests {
    @Test("Each package is recognised, and nothing is wrong", arguments: PipSample.versions)
    func clean(version: String) throws {
        let sample = try PipSample(version)
        let files = try sample.files()
        #expect(PipCacheReader.places(in: files) == ["cache"])
        let reading = try sample.reading()
        #expect(reading.troubles.isEmpty, "\(reading.troubles)")
        #expect(reading.observations.isEmpty, "\(reading.observations)")
        let found = Set(
            reading.artifacts.map { "\($0.kind.rawValue) \($0.name) \($0.version) \($0.selfCheck.rawValue)" })
        #expect(
            found == [
                "wheel alpha 1.0 agrees", "wheel alpha 1.1 agrees", "wheel gamma-tools 2.0.1 agrees",
                "sdist beta 0.3 agrees", "built-wheel beta 0.3 agrees",
            ])
        let names = Set(reading.artifacts.filter { $0.kind != .builtWheel }.map(\.file))
        #expect(
            names == [
                "alpha-1.0-py2.py3-none-any.whl", "alpha-1.1-py2.py3-none-any.whl",
                "gamma_tools-2.0.1-py2.py3-none-any.whl", "beta-0.3.tar.gz",
            ])
        #expect(reading.claims.count == 4)
        #expect(reading.claims.allSatisfy { $0.source?.utf8Text?.hasPrefix("https://pypi.example/simple/") == true })
    }

    @Test("Digests are those of the file as it is downloaded", arguments: PipSample.versions)
    func digests(version: String) throws {
        let reading = try PipSample(version).reading()
        for artifact in reading.artifacts where artifact.kind != .builtWheel {
            let claim = try #require(reading.claims.first { $0.file == artifact.file })
            #expect(artifact.digests.filter { $0.algorithm == .sha256 } == claim.digests)
            #expect(artifact.source == claim.url)
        }
        let wheel = try #require(reading.artifacts.first { $0.kind == .builtWheel })
        let source = try #require(reading.artifacts.first { $0.kind == .sdist })
        #expect(wheel.madeFrom == source.digests)
        #expect(wheel.digests != source.digests)
    }
}
