/// How much a protobuf message may ask of its reader. What is above a limit is an error, never cut off.
package struct ProtobufLimits: Sendable, Equatable {
    /// Bytes of the outermost message.
    package var size: Int
    /// Messages inside one another, the outermost counted.
    package var nesting: Int

    /// Sets each limit.
    package init(size: Int = 256 << 20, nesting: Int = 32) {
        self.size = size
        self.nesting = nesting
    }

    /// Above every record and answer of an engine that was ever seen, below what harms a host.
    package static let standard = ProtobufLimits()
}
