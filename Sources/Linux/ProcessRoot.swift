private import Synchronization

/// A path as another process sees it.
///
/// ```
///   /proc/1234/root / data/state
///   ^ root            ^ rest
/// ```
package struct ProcessPath: Hashable, Sendable {
    /// Number of the process.
    package let process: Int32
    /// The path below its root directory; `.` for that directory itself.
    package let rest: [UInt8]

    /// `nil` for a path of this process' own view.
    package init?(_ path: [UInt8]) {
        let names = path.split(separator: UInt8(ascii: "/"), maxSplits: 3, omittingEmptySubsequences: true)
        guard path.first == UInt8(ascii: "/"), names.count >= 3, names[0].elementsEqual("proc".utf8),
            names[2].elementsEqual("root".utf8), names[1].allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int32(String(decoding: names[1], as: UTF8.self)), number > 0
        else { return nil }
        process = number
        let below = names.count > 3 ? Array(names[3].drop { $0 == UInt8(ascii: "/") }) : []
        rest = below.isEmpty ? [UInt8(ascii: ".")] : below
    }

    /// The names below its root directory.
    package var names: [ArraySlice<UInt8>] {
        rest == [UInt8(ascii: ".")] ? [] : rest.split(separator: UInt8(ascii: "/"))
    }

    /// `/proc/<pid>/root`
    package var root: [UInt8] { Array("/proc/\(process)/root".utf8) }
}

/// The root directory of another process: `/proc/<pid>/root`, the one link of the kernel's own that is followed
/// anywhere.
///
/// Whoever runs a process with mounts of its own lays the links in them, and the kernel would start an absolute one at
/// our own root directory. So below this one nothing is opened but relative to it. It stays open: a number that another
/// process gets later leads to the same place as before.
final class ProcessRoot: Sendable {
    /// Root directories that are kept open; a host has a few engines that see mounts of their own.
    private static let limit = 256
    private static let kept = Guarded<[Int32: ProcessRoot]>([:])

    /// The open directory, as a mere path.
    let descriptor: Descriptor

    private init(_ path: ProcessPath) throws(SystemError) {
        descriptor = try Descriptor.open(path.root, [.path, .directory])
    }

    /// That of the process of a path, which is kept from now on.
    static func open(_ path: ProcessPath) throws(SystemError) -> ProcessRoot {
        let root = try look(at: path)
        return try kept.withLock { (roots) throws(SystemError) -> ProcessRoot in
            if let known = roots[path.process] { return known }
            guard roots.count < limit else { throw SystemError(SystemError.tooManyFiles, .openat) }
            roots[path.process] = root
            return root
        }
    }

    /// That of the process of a path for one look: there may be thousands of processes.
    static func look(at path: ProcessPath) throws(SystemError) -> ProcessRoot {
        if let known = kept.withLock({ $0[path.process] }) { return known }
        return try ProcessRoot(path)
    }
}
