/// How much an engine may ask of us. What is above a limit is an error, never cut off.
package struct EngineLimits: Sendable, Equatable {
    /// Milliseconds for one call from the connection to the last byte, whatever the peer does in between.
    package var milliseconds: Int64
    /// Bytes of one message.
    package var messageSize: Int
    /// Messages of one stream.
    package var messages: Int
    /// Bytes of one connection in all, frames and headers counted.
    package var received: Int
    /// Bytes of all names and values of the headers of one answer, trailers counted.
    package var headerSize: Int

    /// Sets each limit.
    package init(
        milliseconds: Int64 = 5_000, messageSize: Int = 16 << 20, messages: Int = 100_000, received: Int = 128 << 20,
        headerSize: Int = 16 << 10
    ) {
        self.milliseconds = milliseconds
        self.messageSize = messageSize
        self.messages = messages
        self.received = received
        self.headerSize = headerSize
    }

    /// For questions that an engine answers from memory.
    package static let standard = EngineLimits()
    /// For a prune: the engine removes the files before it answers.
    package static let patient = EngineLimits(milliseconds: 120_000)
}
