/// Which folder a trash folder is, as the journal has it: names can be given to another one.
package struct JournalTrash: Sendable, Hashable {
    package var device: UInt64
    package var inode: UInt64

    package init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }

    /// Reads the form of the journal.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { UInt64($0, radix: 16) }
        guard parts.count == 2, let device = parts[0], let inode = parts[1] else { return nil }
        self.init(device: device, inode: inode)
    }

    var text: String { String(device, radix: 16) + "-" + String(inode, radix: 16) }
}
