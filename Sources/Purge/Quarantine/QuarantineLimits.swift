package import Bytes

/// How much a quarantine may take.
package struct QuarantineLimits: Sendable, Hashable {
    /// Bytes on disk of all objects and entries together.
    package var budget: Int64
    /// Bytes of the file system that stay free for others.
    package var reserve: Int64
    /// Bytes of one file.
    package var fileSize: Int64

    package init(budget: Int64 = 10 << 30, reserve: Int64 = 256 << 20, fileSize: Int64 = 4 << 30) {
        self.budget = budget
        self.reserve = reserve
        self.fileSize = fileSize
    }

    /// Bytes of one path below a cache.
    package static let pathMax = 16 * 1024
    /// Bytes of one name: the kernel's limit, for parts of paths and for attributes.
    package static let nameMax = 255
    /// Attributes of one file that are kept, and their bytes.
    package static let attributesMax = 1_000
    package static let attributeBytesMax = 1 << 20
    /// Builds that are named with one entry.
    package static let buildsMax = 1_000
    /// Bytes that one entry takes beside its content, as far as the budget is concerned.
    package static let entryCost: Int64 = 8 * 1024
    /// What the document of an entry may ask of its reader.
    package static let document = JSONLimits(size: 4 << 20, nesting: 8, values: 20_000)
}
