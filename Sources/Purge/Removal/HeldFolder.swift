import Linux

/// An open folder that several threads work in; closed when the last of them lets go.
final class HeldFolder: Sendable {
    let descriptor: Descriptor

    init(_ descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }

    /// The folder `directory` once more, with a listing position of its own.
    convenience init(again directory: borrowing Descriptor) throws(SystemError) {
        self.init(try directory.openDirectory(beneath: [UInt8(ascii: "."), 0].span))
    }
}
