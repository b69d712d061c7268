import Bytes
import Inventory
import Linux

/// What the configuration files of engines say of where their state is.
///
/// ```
///   buildkitd.toml    root = "/data/buildkit"
///   daemon.json       {"data-root": "/data/docker"}      "graph" before Docker 17
///   config.toml       root = "/data/containerd"
/// ```
enum EngineConfiguration {
    /// Which program reads a file.
    enum Engine {
        case buildkit, docker, containerd
    }

    /// What a file says.
    enum Answer {
        case root(ByteString)
        /// There, and it names no folder.
        case silent
        case absent
        case unreadable(String)
    }

    /// Bytes of one file.
    static let sizeLimit = 4 << 20

    /// Files of the whole system.
    static let files: [(path: ByteString, engine: Engine)] = [
        ("/etc/buildkit/buildkitd.toml", .buildkit),
        ("/etc/docker/daemon.json", .docker),
        ("/var/snap/docker/current/config/daemon.json", .docker),
        ("/etc/containerd/config.toml", .containerd),
    ]

    /// Files below a user's home.
    static let homeFiles: [(path: ByteString, engine: Engine)] = [
        (".config/buildkit/buildkitd.toml", .buildkit),
        (".config/docker/daemon.json", .docker),
    ]

    /// Reads a file at a path of this process, without links.
    static func read(_ path: ByteString, _ engine: Engine) -> Answer {
        let bytes: [UInt8]
        do throws(SystemError) {
            let folder = try Folder(path.parent)
            guard let content = try folder.content(of: path.lastComponent, limit: sizeLimit) else {
                return .unreadable("not a regular file of at most \(sizeLimit) bytes")
            }
            bytes = content
        } catch {
            return error.isNowhere ? .absent : .unreadable(error.advice)
        }
        do throws(ParseError) {
            return try root(in: bytes, engine).map(Answer.root) ?? .silent
        } catch {
            return .unreadable("\(error)")
        }
    }

    private static func root(in bytes: [UInt8], _ engine: Engine) throws(ParseError) -> ByteString? {
        let text: String?
        switch engine {
        case .buildkit, .containerd:
            text = try TOML.parse(bytes)["root"]?.string
        case .docker:
            let object = try JSON.parse(bytes).object
            text = object?["data-root"]?.string ?? object?["graph"]?.string
        }
        guard let text, text.utf8.first == UInt8(ascii: "/") else { return nil }
        return ByteString(text)
    }
}

extension ByteString {
    /// The folder that the last component is in.
    var parent: ByteString {
        components.dropLast().reduce("/") { $0.appending($1) }
    }
}
