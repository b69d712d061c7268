import Inventory
import Linux

/// Where the agent keeps what lasts while the host runs.
enum RuntimeFolder {
    private static let usual: ByteString = "/run/bezoar"

    /// The folder that a service manager made (`RUNTIME_DIRECTORY`), or the usual one where it is there; else the
    /// folder of the manifest. Only one that nobody else may write to.
    static func choose(
        environment: [(name: [UInt8], value: [UInt8])], stateFolder: ByteString
    ) -> ByteString {
        let named = environment.first { $0.name == Array("RUNTIME_DIRECTORY".utf8) }?.value ?? []
        let first = named.split(separator: UInt8(ascii: ":")).first.map { ByteString(Array($0)) }
        for folder in [first, usual].compactMap(\.self) where folder.bytes.first == UInt8(ascii: "/") {
            guard let status = try? Descriptor.open(folder.bytes, [.directory, .path, .noFollow]).status(),
                status.owner == Host.effectiveUser, status.mode & 0o022 == 0
            else { continue }
            return folder
        }
        return stateFolder
    }
}
