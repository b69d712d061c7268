import CLinux
import Glibc
package import Linux

/// A folder of its own for one test, made in the system's temporary folder and removed with all it holds.
///
/// It can make everything an attacker can make in a cache. What fails to be made fails the test that asked for it.
package final class TestTree {
    /// Why something could not be made.
    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    /// Absolute path, without symbolic links.
    package let path: String
    private let tree: OwnTree

    /// Makes an empty folder, below `parent` or in the temporary folder.
    package init(in parent: String = "/tmp") throws {
        let name = try Host.randomBytes(8).map { String($0, radix: 16) }.joined()
        path = parent + "/bezoar-test-" + name
        tree = try OwnTree(making: Array(path.utf8))
    }

    deinit {
        _ = try? Program.run(["rm", "-rf", path])
    }

    /// The path as bytes, with more below it.
    package func bytes(_ below: String = "") -> [UInt8] {
        Array((below.isEmpty ? path : path + "/" + below).utf8)
    }

    /// The absolute path of something in the folder.
    package func file(_ name: String) -> String { path + "/" + name }

    /// Has the system write out all files below a folder: what is unwritten is read again by the next audit.
    package static func writeOut(_ folder: String) throws {
        let result = try Program.run([PythonOracle.interpreter, fixture("support/write-out.py"), folder])
        guard result.status == 0 else { throw Failure(description: result.errorText) }
    }

    /// Opens the folder.
    package func open() throws -> Descriptor {
        try Descriptor.open(bytes(), [.directory])
    }

    /// Makes a folder and those above it.
    package func makeFolder(_ name: String) throws {
        var path = ""
        for part in name.split(separator: "/") {
            path += path.isEmpty ? String(part) : "/" + part
            do throws(SystemError) {
                try tree.makeFolder(Array(path.utf8))
            } catch {
                if error.number != SystemError.exists { throw error }
            }
        }
    }

    /// Writes a file and makes the folders above it.
    package func write(_ name: String, _ content: String = "") throws {
        try write(name, Array(content.utf8))
    }

    /// Writes a file of bytes and makes the folders above it.
    package func write(_ name: String, _ content: [UInt8]) throws {
        if let slash = name.lastIndex(of: "/") { try makeFolder(String(name[..<slash])) }
        try? OwnFile.remove(bytes(name))
        let file = try Descriptor.open(bytes(name), [.writeOnly, .create, .truncate], mode: 0o644)
        try file.write(content)
        // What is unwritten counts as about to change, and would be read again by the next walk.
        file.dropCached(from: 0, length: 0)
    }

    /// Writes a file whose name is bytes.
    package func write(bytes name: [UInt8], _ content: String) throws {
        let file = try Descriptor.open(bytes() + Array("/".utf8) + name, [.writeOnly, .create], mode: 0o644)
        try file.write(Array(content.utf8))
    }

    /// Makes a file of holes with some bytes at an offset.
    package func writeSparse(_ name: String, size: Int64, _ content: String = "", at offset: Int64 = 0) throws {
        let file = try Descriptor.open(bytes(name), [.readWrite, .create], mode: 0o644)
        try check(CLinux_ftruncate(file.number, size), "truncate \(name)")
        if !content.isEmpty {
            guard CLinux_lseek(file.number, offset, 0) >= 0 else { throw Failure(description: "seek \(name)") }
            try file.write(Array(content.utf8))
        }
    }

    package func link(_ name: String, to target: String) throws {
        try tree.makeLink(Array(name.utf8), to: Array(target.utf8))
    }

    package func hardLink(_ name: String, to old: String) throws {
        try tree.makeHardLink(Array(name.utf8), to: Array(old.utf8))
    }

    package func makeFIFO(_ name: String) throws {
        try tree.makeFIFO(Array(name.utf8))
    }

    package func makeSocket(_ name: String) throws {
        try tree.makeSocket(Array(name.utf8))
    }

    /// Makes a character device (major, minor); needs root.
    package func makeDevice(_ name: String, _ major: UInt32, _ minor: UInt32) throws {
        try tree.makeDevice(Array(name.utf8), major: major, minor: minor)
    }

    package func setMode(_ name: String, _ mode: UInt32) throws {
        try tree.setMode(Array(name.utf8), mode)
    }

    package func setOwner(_ name: String, _ owner: UInt32) throws {
        try tree.setOwner(Array(name.utf8), owner)
    }

    /// Sets the modification and access time, in seconds since 1970.
    package func setTime(_ name: String, _ seconds: Int64) throws {
        try tree.setModified(Array(name.utf8), seconds * 1_000_000_000)
    }

    package func remove(_ name: String) throws {
        _ = try Program.run(["rm", "-rf", path + "/" + name])
    }

    package func rename(_ old: String, to new: String) throws {
        try OwnFile.rename(bytes(old), to: bytes(new))
    }

    private func check(_ result: Int32, _ what: String) throws(Failure) {
        if result < 0 { throw Failure(description: "\(what): errno \(-result)") }
    }
}
