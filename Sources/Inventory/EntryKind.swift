/// What kind of directory entry a record speaks of. Raw values stand in the manifest; do not renumber.
package enum EntryKind: UInt8, Sendable, CaseIterable {
    case file = 1
    case symbolicLink = 2
    case fifo = 3
    case socket = 4
    case characterDevice = 5
    case blockDevice = 6
    case directory = 7
    case unknown = 8
    /// Character device 0:0: where a layer lies upon another one, it hides the entry of its name below.
    case whiteout = 9

    /// The kind that the type bits of an `st_mode` name, and the device that a device node stands for.
    package init(mode: UInt32, specialDevice: UInt64) {
        switch mode & 0o170000 {
        case 0o100000: self = .file
        case 0o120000: self = .symbolicLink
        case 0o010000: self = .fifo
        case 0o140000: self = .socket
        case 0o020000: self = specialDevice == 0 ? .whiteout : .characterDevice
        case 0o060000: self = .blockDevice
        case 0o040000: self = .directory
        default: self = .unknown
        }
    }

    /// The word for people and for evidence.
    package var word: String {
        switch self {
        case .file: "file"
        case .symbolicLink: "symbolic link"
        case .fifo: "FIFO"
        case .socket: "socket"
        case .characterDevice: "character device"
        case .blockDevice: "block device"
        case .directory: "directory"
        case .unknown: "entry of unknown type"
        case .whiteout: "whiteout (character device 0:0)"
        }
    }
}
