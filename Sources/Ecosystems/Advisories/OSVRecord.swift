package import Inventory

/// What one file of an advisory database says.
package struct OSVRecord: Sendable, Hashable {
    /// With the packages of those ecosystems that are known here.
    package var advisory: Advisory
    /// Packages of other ecosystems, which are left out.
    package var otherPackages: Int
    /// Ranges of git commits: no cache tells of a package which commit it is.
    package var gitRanges: Int
    /// Packages of which no version is named that could be compared.
    package var silentPackages: Int

    init(
        advisory: Advisory, otherPackages: Int = 0, gitRanges: Int = 0, silentPackages: Int = 0
    ) {
        self.advisory = advisory
        self.otherPackages = otherPackages
        self.gitRanges = gitRanges
        self.silentPackages = silentPackages
    }

    /// Whether it speaks of packages, and of none that is known here.
    package var isForeign: Bool { advisory.packages.isEmpty && otherPackages > 0 && !advisory.isWithdrawn }
}
