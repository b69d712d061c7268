import Hashing

/// The keyed hash of what stands under a path, for `SeenMarks`: of a file device and inode, of a folder also its change
/// time and whether it holds folders.
///
/// Each value is multiplied by a secret odd number and the products are added up; what counts are the upper bits.
/// Whoever does not know the numbers cannot choose two files that are alike, but by the chance that as few bits leave.
/// It costs a fraction of a hash of bytes, and is made for each file.
struct MarkHash: Sendable {
    private let device: UInt64
    private let inode: UInt64
    private let changed: UInt64
    private let folders: UInt64

    /// The numbers of a key.
    init(key: (UInt64, UInt64)) {
        func factor(_ place: UInt64) -> UInt64 {
            var hash = SipHash(key: key)
            hash.update(place)
            return hash.finish() | 1
        }
        device = factor(1)
        inode = factor(2)
        changed = factor(3)
        folders = factor(4)
    }

    /// The number for an entry that is no folder, under a path of which the keyed hash is given.
    func mark(path: UInt64, device: UInt64, inode: UInt64) -> UInt64 {
        SeenMarks.mark(path: path, content: device &* self.device &+ inode &* self.inode)
    }

    /// The number for a folder.
    func mark(path: UInt64, device: UInt64, inode: UInt64, changed: Int64, holdsFolders: Bool) -> UInt64 {
        let times = UInt64(bitPattern: changed) &* self.changed &+ (holdsFolders ? folders : 0)
        return SeenMarks.mark(path: path, content: device &* self.device &+ inode &* self.inode &+ times)
    }
}
