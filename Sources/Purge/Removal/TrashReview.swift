package import Inventory
package import Linux

/// Called with a trash folder when all is renamed into it and before anything of it is deleted. The second value tells
/// what an entry of it was called before, relative to the directory.
package typealias TrashReview = (_ trash: borrowing Descriptor, _ origin: (ByteString) -> ByteString) -> Void
