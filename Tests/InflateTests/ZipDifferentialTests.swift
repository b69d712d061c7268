import Inflate
import Testing

/// Zip files against Python's `zipfile`: the same entries and contents, or an oddity that says what Python minds.
@Suite("Zip files against Python")
struct ZipDifferentialTests {
    /// Refusals of Python's that are oddities here, or that ask for features which nobody has to have.
    private static let pythonOnly = [
        "UnicodeDecodeError", "NotImplementedError zip file version", "BadZipFile Corrupt extra field",
        "BadZipFile Corrupt zip64 extra field", "BadZipFile zipfiles that span multiple disks",
    ]

    private func text(_ directory: ZipDirectory, _ source: ByteSource) -> [[String]] {
        directory.entries.map { entry in
            var content: String
            do throws(ArchiveError) {
                content = Hexadecimal.text(try ZipEntryReader.content(of: entry, in: source, limit: 1 << 20))
            } catch {
                content = "!" + error.reason
            }
            return [
                Hexadecimal.text(entry.name), "\(entry.method)", "\(entry.size)", "\(entry.compressedSize)",
                "\(entry.crc32)", "\(entry.headerOffset)", content,
            ]
        }
    }

    @Test("Right and broken files are read alike", arguments: [1, 2])
    func alike(seed: Int) throws {
        let cases = try OracleCase.make("zip_cases.py", seed: seed, count: 1_000)
        var accepted = 0
        var stricter = 0
        for one in cases {
            let source = ByteSource(one.file)
            do throws(ArchiveError) {
                let directory = try ZipDirectory(source)
                accepted += 1
                if one.isAccepted {
                    compare(directory, text(directory, source), one)
                } else {
                    let isKnown = Self.pythonOnly.contains { one.answer.hasPrefix($0) }
                    #expect(isKnown, "accepted, Python says \(one.answer): \(Hexadecimal.text(one.file))")
                }
            } catch {
                #expect((0...one.file.count).contains(error.offset))
                if one.isAccepted {
                    // Python reads on with sizes that lead outside of the directory or before the file.
                    stricter += 1
                    let isKnown = [
                        "longer than the directory", "do not fit before", "no entry of", "have sizes beyond",
                    ]
                    .contains { error.reason.contains($0) }
                    #expect(isKnown, "\(error), Python says \(one.answer): \(Hexadecimal.text(one.file))")
                }
            }
        }
        #expect((400...980).contains(accepted), "\(accepted): both answers must be common")
        #expect(stricter < 100, "\(stricter)")
    }

    private func compare(_ directory: ZipDirectory, _ ours: [[String]], _ one: OracleCase) {
        let theirs =
            one.answer.isEmpty
            ? []
            : one.answer.split(separator: ";").map { entry in
                entry.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            }
        guard ours.count == theirs.count else {
            Issue.record("\(ours.count) entries, Python has \(theirs.count): \(Hexadecimal.text(one.file))")
            return
        }
        // A comment that looks like an end record makes another file of it, for Python too.
        let isPlain = !directory.oddities.contains { if case .secondEndRecord = $0 { true } else { false } }
        if one.label == "0", isPlain {
            #expect(directory.oddities.allSatisfy(isOfGenerator), "\(directory.oddities)")
        }
        for index in ours.indices {
            #expect(Array(ours[index].dropLast()) == Array(theirs[index].dropLast()), "\(Hexadecimal.text(one.file))")
            let mine = ours[index][6]
            let other = theirs[index][6]
            if mine == other || (mine.hasPrefix("!") && other.hasPrefix("!")) { continue }
            // One of us minds something; then it must have been said.
            let isSaid = directory.oddities.contains { $0.entry == index && !isName($0) }
            let isStricter = mine == "!bytes follow the end of the content"
            #expect(isSaid || isStricter, "entry \(index): \(mine) \(other) \(Hexadecimal.text(one.file))")
        }
    }

    private func isName(_ oddity: ZipOddity) -> Bool {
        if case .name = oddity { true } else { false }
    }

    /// What the generator writes on purpose.
    private func isOfGenerator(_ oddity: ZipOddity) -> Bool {
        switch oddity {
        case .name, .duplicateName, .symbolicLink, .specialFile, .prefixData, .folderWithContent: true
        default: false
        }
    }
}
