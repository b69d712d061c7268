/// Bytes of which only so many are read. What is asked for may be any number: files with holes and archives claim what
/// they like.
struct ByteAllowance {
    /// What may still be read.
    private(set) var left: Int

    /// Begins with all of it.
    init(_ limit: Int) {
        left = limit
    }

    /// Takes a part of it; false where there is less.
    mutating func take(_ size: Int) -> Bool {
        guard size >= 0, size <= left else { return false }
        left -= size
        return true
    }
}
