/// Shares a number of bytes among lists, so that an attacker who fills one of them neither fills the memory nor pushes
/// the others out.
///
/// ```
///  all    [ list 1 ............................................ | list 2 | list 3 ]   16 MiB: first come, first served
///  least  [ list 4 ]  [ list 5 ]                                                      64 KiB: for whoever comes later
/// ```
/// Lists are numbered from 0: this is asked for each file of an audit.
package struct ByteBudget: Sendable {
    /// Bytes that each list gets, however full the rest is.
    package let least: Int
    private let all: Int
    private var used = 0
    private var usedByList: [Int] = []

    /// Hands out `all` bytes, and `least` to each list at any rate.
    package init(all: Int, least: Int = 64 << 10) {
        self.all = all
        self.least = least
    }

    /// Hands out `all` bytes, and to each of so many lists at any rate its even part of a quarter of them: however many
    /// lists there are, no more than a quarter comes on top.
    package init(all: Int, lists: Int) {
        self.init(all: all, least: all / 4 / max(1, lists))
    }

    /// Takes bytes for a list; false where there are none left.
    package mutating func take(_ size: Int, of list: Int) -> Bool {
        while usedByList.count <= list { usedByList.append(0) }
        let mine = usedByList[list]
        guard size <= all - used || size <= least - mine else { return false }
        used += size
        usedByList[list] = mine + size
        return true
    }
}
