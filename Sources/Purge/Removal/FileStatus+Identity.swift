import Inventory
import Linux

extension FileStatus {
    /// What tells one state of a file from another.
    var identity: FileIdentity {
        FileIdentity(device: device, inode: inode, size: size, modified: modified, changed: changed, mode: mode)
    }
}
