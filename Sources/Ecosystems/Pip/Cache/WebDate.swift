/// Dates of web servers: `Sat, 21 Nov 2026 07:49:06 GMT`.
enum WebDate {
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// Seconds since 1970; `nil` for another form.
    static func seconds(_ text: String) -> Int64? {
        let words = text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "-" }).map { $0.lowercased() }
        guard words.count >= 5, let day = Int64(words[1]), let month = months.firstIndex(of: words[2]),
            let year = Int64(words[3]), (1...31).contains(day), (1970...9999).contains(year)
        else { return nil }
        let clock = words[4].split(separator: ":").compactMap { Int64($0) }
        guard clock.count == 3, clock.allSatisfy({ (0...60).contains($0) }) else { return nil }
        // Counted from March, so that the leap day is the last of its year.
        let shifted = Int64(month) < 2 ? year - 1 : year
        let place = (Int64(month) + 10) % 12
        let days = 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + (place * 306 + 5) / 10 + day - 1
        return (days - 719_468) * 86_400 + clock[0] * 3_600 + clock[1] * 60 + clock[2]
    }
}
