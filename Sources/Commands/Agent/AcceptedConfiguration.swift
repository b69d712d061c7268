import Inventory
import Linux

/// The configuration file as it was when it was last found right. Jobs read the file themselves, and by then somebody
/// may have begun to change it: they get a copy of what was accepted, until the agent is told to read it again.
///
/// ```
///  /etc/bezoar/bezoar.toml   as it was accepted?  ── yes ──► the job reads it
///                                                 ── no  ──► the job reads RUN/agent.toml, the copy
/// ```
struct AcceptedConfiguration {
    /// The file, wherever it is.
    let path: ByteString
    /// Its content; `nil` where it was missing and might be.
    let bytes: [UInt8]?

    /// What a job is to be told so that it works by what was accepted; nothing where it would anyway. `nil` where the
    /// copy cannot be written.
    func words(folder: ByteString) -> [[UInt8]]? {
        let now = try? BezoarProgram.readConfiguration(path)
        if now == bytes { return [] }
        let flag = Array(ConfigurationFlag().spelling.utf8)
        guard let bytes else { return [flag, Array("/dev/null".utf8)] }
        let copy = folder.appending("agent.toml")
        do throws(SystemError) {
            if (try? OwnFile.read(copy.bytes, limit: ConfigurationFile.byteLimit, isOnlyFile: true)) != bytes {
                try OwnFile.replace(copy.bytes, with: bytes, mode: 0o600, isOnlyFile: true)
            }
            return [flag, copy.bytes]
        } catch {
            return nil
        }
    }
}
