/// A file that is being written beside its place, under a name that nobody can have prepared.
///
/// ```
///  reports/.bezoar-4f0c….new ──publish──► reports/audit.json      whole, or not there at all
/// ```
package struct FileDraft: ~Copyable {
    /// What is written goes here.
    package let file: Descriptor
    private let temporary: [UInt8]
    private let path: [UInt8]

    /// Makes the draft in the folder of `path`; the file itself is not touched yet.
    package init(for path: [UInt8], mode: UInt32) throws(SystemError) {
        let name = try Host.randomBytes(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let folder = path.lastIndex(of: UInt8(ascii: "/")).map { Array(path[...$0]) } ?? []
        let temporary = folder + Array(".bezoar-\(name).new".utf8)
        // All or nothing of a value that is not copied: what may throw comes first.
        let file = try Descriptor.open(temporary, [.writeOnly, .create, .exclusive, .noFollow], mode: mode)
        self.temporary = temporary
        self.path = path
        self.file = file
    }

    /// Puts what was written into its place. Where it must not replace a file that is there, that one stays and the
    /// error is `EEXIST`; the draft is then to be discarded.
    package borrowing func publish(replaces: Bool) throws(SystemError) {
        try file.synchronize()
        if replaces { return try OwnFile.rename(temporary, to: path) }
        // A second name can only be given where there is none yet: no look beforehand could be as sure.
        do throws(SystemError) {
            try OwnFile.link(temporary, to: path)
            discard()
        } catch {
            // A file system without second names: an empty file holds the place until the draft takes it.
            guard error.number == SystemError.notPermitted || error.number == SystemError.notSupported else {
                throw error
            }
            _ = try Descriptor.open(path, [.writeOnly, .create, .exclusive, .noFollow], mode: 0o600)
            try OwnFile.rename(temporary, to: path)
        }
    }

    /// Removes what was written.
    package borrowing func discard() {
        try? OwnFile.remove(temporary)
    }
}
