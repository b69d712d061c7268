internal import Bytes

/// What a BuildKit says of its version: the answer of `Info`, and a part of a worker's record.
///
/// ```
///   1 package "github.com/moby/buildkit"   2 version "v0.32.2"   3 revision   4 version of the Dockerfile frontend
/// ```
package struct BuildKitVersion: Sendable, Hashable {
    package var package = ""
    package var version = ""
    package var revision = ""
    /// Empty before 0.30.
    package var dockerfileVersion = ""

    package init() {}

    init(_ scanner: consuming ProtobufScanner) throws(ParseError) {
        while let field = try scanner.next() {
            guard case .bytes(let range) = field.value else { continue }
            switch field.number {
            case 1: package = try scanner.text(range)
            case 2: version = try scanner.text(range)
            case 3: revision = try scanner.text(range)
            case 4: dockerfileVersion = try scanner.text(range)
            default: break
            }
        }
    }
}

extension EngineClient {
    /// Version of the BuildKit inside the engine (`Info`). `unsupported` before BuildKit 0.11, Docker 24.
    package func version() throws(EngineError) -> BuildKitVersion {
        let answer = try ask("Info", ProtobufWriter())
        do throws(ParseError) {
            var scanner = try ProtobufScanner(answer.span)
            var version = BuildKitVersion()
            while let field = try scanner.next() {
                guard field.number == 1, case .bytes(let range) = field.value else { continue }
                version = try BuildKitVersion(try scanner.message(range))
            }
            return version
        } catch {
            throw named(Fault(error), "Info")
        }
    }
}
