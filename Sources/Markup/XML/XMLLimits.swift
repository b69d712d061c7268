/// How much an XML document may ask of its reader. What is above a limit is an error, never cut off.
package struct XMLLimits: Sendable, Equatable {
    /// Bytes of the whole document.
    package var size: Int
    /// Elements inside one another.
    package var nesting: Int
    /// Elements of the whole document.
    package var elements: Int
    /// Attributes of one element.
    package var attributes: Int
    /// Bytes of the names and values of one element's attributes.
    package var attributeBytes: Int
    /// Bytes of one text.
    package var text: Int
    /// Whether a plain `<!DOCTYPE name …>` is passed over and reported. One with declarations inside is never read.
    package var allowsDoctype: Bool

    /// Sets each limit.
    package init(
        size: Int = 64 << 20, nesting: Int = 256, elements: Int = 4_000_000, attributes: Int = 256,
        attributeBytes: Int = 1 << 20, text: Int = 16 << 20, allowsDoctype: Bool = true
    ) {
        self.size = size
        self.nesting = nesting
        self.elements = elements
        self.attributes = attributes
        self.attributeBytes = attributeBytes
        self.text = text
        self.allowsDoctype = allowsDoctype
    }

    /// Above every POM and verification file that was ever seen.
    package static let standard = XMLLimits()
}
