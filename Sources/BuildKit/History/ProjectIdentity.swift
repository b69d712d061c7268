import Bytes
import Inventory

/// Finds out whose build it was: the best that the records offer, with how sure that is.
///
/// | source | certainty |
/// |---|---|
/// | `vcs:source` of the client, or of the provenance | exact |
/// | `context`, `configSource`: what BuildKit fetched itself | exact |
/// | the only repository the steps fetch, where there is no local context | exact |
/// | name of the image | likely |
/// | folder name in `local.sharedKey`, where times leave only one | hint |
/// | digest of the Dockerfile's text | grouped |
/// | name of the Dockerfile or the target, where there is no text | hint |
struct ProjectIdentity {
    /// An address taken apart.
    struct Address: Equatable {
        /// Without credentials, query and fragment.
        var source: [UInt8]
        /// The branch, tag or commit behind `#`.
        var branch: [UInt8]?
    }

    private static let schemes = ["git://", "https://", "http://", "ssh://", "git+ssh://", "git+https://", "git@"]
        .map { Array($0.utf8) }

    /// Takes the address of a repository or an archive apart; `nil` for what is none.
    static func address(_ text: [UInt8]) -> Address? {
        let small = text.prefix(16).map(\.lowercased)
        let isAddress = schemes.contains { small.starts(with: $0) }
        guard isAddress || text.starts(with: Array("github.com/".utf8)) else { return nil }
        // First of all, for a password may hold the signs that end an address.
        let plain = withoutUser(text)
        let source = plain.prefix { $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "?") }
        let fragment = plain.drop { $0 != UInt8(ascii: "#") }.dropFirst()
        // Behind the colon stands a folder of the repository.
        let branch = fragment.prefix { $0 != UInt8(ascii: ":") }
        return Address(source: Array(source), branch: branch.isEmpty ? nil : Array(branch))
    }

    /// Users of `ssh://git@host` are part of the address; what stands before a web server is not.
    private static func withoutUser(_ address: [UInt8]) -> [UInt8] {
        guard let hit = SecretFinder.hits(in: address, reading: .name).first(where: \.isUserOfAddress),
            hit.range.upperBound < address.count
        else { return address }
        return Array(address[..<hit.range.lowerBound]) + address[(hit.range.upperBound + 1)...]
    }

    /// The folder's name in `context:context:<folder>:<node>`; `nil` where the client gave none.
    static func folder(ofSharedKey key: ByteString) -> ByteString? {
        let parts = key.bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].elementsEqual(Array("context".utf8)) else { return nil }
        let name = Array(parts[2..<(parts.count - 1)].joined(separator: [UInt8(ascii: ":")]))
        return name.isEmpty || name == [UInt8(ascii: ".")] ? nil : ByteString(name)
    }
}
