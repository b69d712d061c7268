/// What no plain packer writes, or what readers of tar files disagree about. `member` counts the members from 0.
package enum TarOddity: Sendable, Equatable {
    /// Its name is odd.
    case name(member: Int, NameOddity)
    /// It has the name of an earlier one. Only a listing knows.
    case duplicateName(member: Int, first: Int)
    /// A link leads out of the archive's root.
    case linkLeadsOutside(member: Int)
    /// A device or a pipe.
    case specialFile(member: Int)
    /// A file with holes.
    case sparse(member: Int)
    /// A letter that stands for no kind of member.
    case unknownType(member: Int, UInt8)
    /// The time or the device is no number: some readers stop there, some without a word.
    case oddNumber(member: Int)
    /// A folder, link or device that states a size: some readers go over that many bytes, most do not.
    case sizeOfNoContent(member: Int, Int)
    /// A long name and an extended header both name it: which one counts differs between readers.
    case twoNames(member: Int)
    /// Of the oldest kind, which is a folder if its name ends with a slash, and its header and its long name differ in
    /// that: whether content follows differs between readers.
    case twoKinds(member: Int)
    /// An extended header has a key twice.
    case repeatedKey(member: Int, key: [UInt8])
    /// A header for all members behind it gives them a name, a link or a size.
    case globalKey(member: Int, key: [UInt8])
    /// The prefix of the name is filled in, but the header is of a kind that has none.
    case prefixWithoutMark(member: Int)
    /// The padding behind a content is not of zeros.
    case paddingFilled(member: Int)
    /// The archive ends without its blocks of zeros.
    case noEndMark
    /// Behind the end there are other bytes than zeros: a second archive, or anything.
    case dataAfterEnd(offset: Int)
    /// Something is odd about the compressed stream.
    case stream(ByteStream.Oddity)
    /// The stream has several gzip members: some readers stop behind the first.
    case severalMembers(Int)
}
