import Inventory
import Linux

/// Where the contents of snapshots lie: a folder of folders, and what is inside of each.
///
/// ```
///   …/snapshots/snapshots/<n>/fs     overlayfs, fuse-overlayfs, stargz
///   …/snapshots/snapshots/<n>        native
///   …/overlay2/<graph id>/diff       Docker's overlay2, overlay and fuse-overlayfs
///   …/vfs/dir/<graph id>             and so on
/// ```
struct ContentPlace: ~Copyable {
    /// What is there.
    enum Presence {
        case there
        case absent
        /// Something else has its name.
        case noFolder
        case unreadable(SystemError)
    }

    /// The folder of folders, absolute.
    let base: ByteString
    /// What is inside of each; empty where the folder itself is the content.
    let inside: ByteString
    /// The folder of folders; `nil` where it is not there.
    private let folder: Folder?

    /// Opens it. One that is not there holds nothing; one that cannot be opened is an error.
    init(_ base: ByteString, inside: ByteString) throws(SystemError) {
        self.base = base
        self.inside = inside
        var opened: Folder?
        do throws(SystemError) {
            opened = try Folder(base)
        } catch {
            if !error.isAbsence { throw error }
        }
        folder = opened
    }

    /// Takes one that is open.
    init(_ folder: consuming Folder, inside: ByteString) {
        base = folder.path
        self.inside = inside
        self.folder = consume folder
    }

    /// The content of a snapshot, absolute.
    func path(of directory: String) -> ByteString {
        let path = base.appending(ByteString(directory))
        return inside.isEmpty ? path : path.appending(inside)
    }

    /// Whether a snapshot's content is a folder that can be reached.
    func presence(of directory: String) -> Presence {
        let name = inside.isEmpty ? ByteString(directory) : ByteString(directory).appending(inside)
        switch folder {
        case .none:
            return .absent
        case .some(let folder):
            do throws(SystemError) {
                let entry = try folder.descriptor.openPath(beneath: name.terminated.span)
                return try entry.status().isDirectory ? .there : .noFolder
            } catch {
                if error.isAbsence { return .absent }
                let isReplaced = error.number == SystemError.tooManyLinks || error.number == SystemError.notDirectory
                return isReplaced ? .noFolder : .unreadable(error)
            }
        }
    }

    /// Of a snapshotter: `native` keeps content in the numbered folder itself.
    static func inside(ofSnapshotter name: ByteString) -> ByteString {
        name == "native" ? "" : "fs"
    }

    /// Folder and inner name of a graph driver, below Docker's root; `nil` where contents are visible only while they
    /// are mounted.
    static func ofDriver(_ name: String) -> (folder: ByteString, inside: ByteString)? {
        switch name {
        case "overlay2", "fuse-overlayfs", "overlay": (ByteString(name), "diff")
        case "vfs": ("vfs/dir", "")
        case "aufs": ("aufs/diff", "")
        case "btrfs": ("btrfs/subvolumes", "")
        default: nil
        }
    }

    /// Docker's graph drivers, the usual ones first.
    static let drivers = [
        "overlay2", "fuse-overlayfs", "btrfs", "zfs", "vfs", "overlay", "aufs", "devicemapper",
    ]
}
