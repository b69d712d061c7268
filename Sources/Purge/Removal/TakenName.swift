import Inventory
import Linux

/// The name that an entry gets in the trash: it says what the entry must be.
///
/// ```
///  taken-17-fe00000001-2ac91-81a4-1200-16a3…         number, device, inode, mode, size, modification time
///  taken-18-fe00000001-2ac95-41ed                    a folder: its size and times say nothing of what is in it
/// ```
///
/// A removal that is killed between renaming an entry and looking at what it has renamed leaves something unproven in
/// the trash. The next one sees it by comparing the name with what is there; nothing has to be read back from a name.
/// The change time is left out: renaming changes it.
enum TakenName {
    static let prefix = Array("taken-".utf8)

    /// The name of the entry with this number, without the closing zero.
    static func make(number: Int, _ status: FileStatus) -> [UInt8] {
        prefix + Array(String(number).utf8) + mark(of: status)
    }

    /// Whether what bears a name is what the name says.
    static func fits(_ name: [UInt8], _ status: FileStatus) -> Bool {
        let mark = mark(of: status)
        let digits = name.dropFirst(prefix.count).dropLast(mark.count)
        return name.starts(with: prefix) && name.count > prefix.count + mark.count
            && name.suffix(mark.count).elementsEqual(mark)
            && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private static func mark(of status: FileStatus) -> [UInt8] {
        var numbers = [status.device, status.inode, UInt64(status.mode)]
        if !status.isDirectory {
            numbers += [UInt64(bitPattern: status.size), UInt64(bitPattern: status.modified)]
        }
        return numbers.flatMap { Array("-".utf8) + Array(String($0, radix: 16).utf8) }
    }
}
