extension NodeVersion {
    /// Where the parts of a version lie in its text.
    struct Parts {
        var major: Range<Int>
        var minor: Range<Int>
        var patch: Range<Int>
        /// Without its hyphen; empty where there is none.
        var prerelease: Range<Int>
        /// Without its plus; empty where there is none.
        var build: Range<Int>

        /// Takes a version apart; `nil` where it is none.
        init?(_ bytes: [UInt8], mode: Mode) {
            let trimmed = Blank.trimmedAsJavaScript(bytes[...])
            var reader = Reader(bytes: bytes, at: trimmed.startIndex, end: trimmed.endIndex, mode: mode)
            reader.skipPrefix()
            guard let major = reader.number(), reader.take(UInt8(ascii: ".")), let minor = reader.number(),
                reader.take(UInt8(ascii: ".")), let patch = reader.number()
            else { return nil }
            self.major = major
            self.minor = minor
            self.patch = patch
            if let (prerelease, build) = reader.tail() {
                self.prerelease = prerelease
                self.build = build
                return
            }
            // `1.2.34.5`: without a hyphen the prerelease may begin with the last digit of the patch: 1.2.3-4.5.
            guard mode == .loose, patch.count > 1 else { return nil }
            reader.at = patch.upperBound - 1
            guard let (prerelease, build) = reader.tail() else { return nil }
            self.patch = patch.lowerBound..<reader.at
            self.prerelease = prerelease
            self.build = build
        }
    }

    /// A place in the text of a version.
    private struct Reader {
        let bytes: [UInt8]
        var at: Int
        let end: Int
        let mode: Mode

        var current: UInt8? { at < end ? bytes[at] : nil }

        mutating func take(_ byte: UInt8) -> Bool {
            guard current == byte else { return false }
            at += 1
            return true
        }

        mutating func skipPrefix() {
            if mode == .strict {
                _ = take(UInt8(ascii: "v"))
                return
            }
            while let (scalar, length) = Blank.first(bytes[at..<end]) {
                guard scalar == "v" || scalar == "=" || Blank.isJavaScript(scalar) else { return }
                at += length
            }
        }

        /// Goes over digits; leading zeros only where they are allowed.
        mutating func number() -> Range<Int>? {
            let start = at
            while current?.isASCIIDigit == true { at += 1 }
            if start == at || !isNumberAllowed(start..<at) { return nil }
            return start..<at
        }

        private func isNumberAllowed(_ digits: Range<Int>) -> Bool {
            mode == .loose || digits.count == 1 || bytes[digits.lowerBound] != UInt8(ascii: "0")
        }

        /// Prerelease and build from here to the end; does not move.
        func tail() -> (prerelease: Range<Int>, build: Range<Int>)? {
            if at == end || bytes[at] == UInt8(ascii: "+") {
                return build(at).map { (at..<at, $0) }
            }
            let hasHyphen = bytes[at] == UInt8(ascii: "-")
            if hasHyphen, let both = identifiers(at + 1) { return both }
            // Loose: the hyphen is left out, or is itself the beginning of the prerelease.
            return mode == .loose ? identifiers(at) : nil
        }

        /// Parts between dots, then the build.
        private func identifiers(_ start: Int) -> (prerelease: Range<Int>, build: Range<Int>)? {
            var place = start
            while true {
                guard let part = part(place) else { return nil }
                if bytes[part].allSatisfy(\.isASCIIDigit), !isNumberAllowed(part) { return nil }
                place = part.upperBound
                guard place < end, bytes[place] == UInt8(ascii: ".") else { break }
                place += 1
            }
            return build(place).map { (start..<place, $0) }
        }

        /// `+` and parts between dots up to the end, or the end.
        private func build(_ start: Int) -> Range<Int>? {
            if start == end { return end..<end }
            guard bytes[start] == UInt8(ascii: "+") else { return nil }
            var place = start + 1
            while true {
                guard let part = part(place) else { return nil }
                place = part.upperBound
                if place == end { return (start + 1)..<end }
                guard bytes[place] == UInt8(ascii: ".") else { return nil }
                place += 1
            }
        }

        /// Letters, digits and hyphens, one at least.
        private func part(_ start: Int) -> Range<Int>? {
            var place = start
            while place < end, bytes[place].isASCIIAlphanumeric || bytes[place] == UInt8(ascii: "-") { place += 1 }
            return place == start ? nil : start..<place
        }
    }
}
