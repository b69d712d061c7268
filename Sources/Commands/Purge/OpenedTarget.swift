import Inventory
import Linux

/// The directories of a target, open and seen to be those of the plan.
struct OpenedTarget: ~Copyable {
    /// Why they are not; the words are for people.
    struct Refusal: Error {
        var reason: String
    }

    /// What is emptied, and the folder in it that builds see.
    let directory: Descriptor
    let content: Descriptor

    /// Opens them. A path leads here only once; from then on all goes through what is open.
    static func open(_ target: PurgeTarget) throws(Refusal) -> OpenedTarget {
        do throws(SystemError) {
            let directory = try Descriptor.openFolder(withoutLinks: target.directory.bytes)
            let status = try directory.status()
            guard status.device == target.device, status.inode == target.inode else { throw Self.changed }
            let content = try directory.openDirectory(
                beneath: (target.kept.isEmpty ? [UInt8(ascii: ".")] : target.kept.bytes).terminated.span)
            return OpenedTarget(directory: directory, content: content)
        } catch {
            if error == Self.changed { throw Refusal(reason: "another directory stands there than the plan has") }
            throw Refusal(reason: "its directory cannot be opened: \(error)")
        }
    }

    private static let changed = SystemError(SystemError.stale, .statx)
}

extension [UInt8] {
    /// With the zero that the kernel's paths end in.
    fileprivate var terminated: [UInt8] { self + [0] }
}
