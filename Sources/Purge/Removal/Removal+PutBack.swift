package import Inventory
package import Linux

extension Removal {
    /// Renames something out of a trash folder back to where it was, if nothing stands there now: what a killed removal
    /// took away and never looked at again.
    ///
    /// Whoever calls this knows from a journal where it was. `path` is relative to the directory.
    package static func putBack(
        _ path: ByteString, from trash: ByteString, as name: ByteString, in directory: borrowing Descriptor
    ) throws(SystemError) {
        guard TrashFolder.purpose(ofName: trash.bytes[...]) != nil, name.bytes.starts(with: TakenName.prefix) else {
            throw SystemError(SystemError.invalid, .renameat2)
        }
        let components = try RelativePath.components(of: path)
        var parent = try HeldFolder(again: directory)
        for folder in components.dropLast() {
            parent = HeldFolder(try parent.descriptor.openDirectory(beneath: (folder + [0]).span))
        }
        let source = try directory.openDirectory(beneath: (trash.bytes + [0]).span)
        let last = (components.last ?? []) + [0]
        try source.move((name.bytes + [0]).span, into: parent.descriptor, as: last.span)
    }
}
