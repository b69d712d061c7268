/// The lines of a `.pth` file, which Python reads when it starts.
///
/// ```
///   ../lib/more                                           a folder to look for modules in
///   import sys, types, os;has_mfs = sys.version_info…     code, run at once
/// ```
/// Build tools make two kinds of code there, always the same but for the names of packages.
enum StartupLines {
    /// Bytes of such a file.
    static let limit = 64 << 10

    /// Texts in quotes that belong to the code; all others are names.
    private static let ownTexts: Set<String> = ["importlib.util", "importlib.machinery", "__path__", "sitedir"]

    /// What setuptools writes for packages that share a name space, with `'*'` for their names.
    private static let namespaces: [String] = {
        let lines = [
            "import sys, types, os", "has_mfs = sys.version_info > (3, 5)",
            "p = os.path.join(sys._getframe(1).f_locals['sitedir'], *('*'))",
            "importlib = has_mfs and __import__('importlib.util')", "has_mfs and __import__('importlib.machinery')",
            "m = has_mfs and sys.modules.setdefault('*', importlib.util.module_from_spec("
                + "importlib.machinery.PathFinder.find_spec('*', [os.path.dirname(p)])))",
            "m = m or sys.modules.setdefault('*', types.ModuleType('*'))",
            "mp = (m or []) and m.__dict__.setdefault('__path__',[])", "(p not in mp) and mp.append(p)",
        ]
        let plain = lines.joined(separator: ";")
        return [plain, plain + ";m and setattr(sys.modules['*'], '*', m)"]
    }()

    /// What setuptools itself brings.
    private static let precedence = ["stdlib", "local"].map { choice in
        "import os; var = 'SETUPTOOLS_USE_DISTUTILS'; enabled = os.environ.get(var, '\(choice)') == 'local'; "
            + "enabled and __import__('_distutils_hack').add_shim(); "
    }

    /// Whether all lines that are run are of those kinds.
    static func areUsual(_ content: [UInt8]) -> Bool {
        for line in content.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            guard line.starts(with: "import ".utf8) || line.starts(with: "import\t".utf8) else { continue }
            let text = String(decoding: line, as: UTF8.self)
            if precedence.contains(where: { $0.hasSameTrimmedBytes(as: text) }) { continue }
            guard let form = withoutNames(text), namespaces.contains(form) else { return false }
        }
        return true
    }

    /// The line with each quoted name, and each list of them, as `'*'`; `nil` where a text is no name.
    private static func withoutNames(_ line: String) -> String? {
        var parts = line.split(separator: "'", omittingEmptySubsequences: false).map(String.init)
        guard parts.count % 2 == 1 else { return nil }
        for index in stride(from: 1, to: parts.count, by: 2) where !ownTexts.contains(parts[index]) {
            guard !parts[index].isEmpty,
                parts[index].utf8.allSatisfy({ $0.isASCIIAlphanumeric || $0 == 0x5F || $0 == 0x2E })
            else { return nil }
            parts[index] = "*"
        }
        // A tuple of one has a comma behind it.
        var result = parts[0]
        var index = 1
        while index + 1 < parts.count {
            result += "'" + parts[index] + "'"
            var next = parts[index + 1]
            if next == ",)" || next.hasPrefix(",)") { next = String(next.dropFirst()) }
            // Of a list in brackets one name stands for all.
            while result.hasSuffix("*('*'"), next == ", ", index + 3 < parts.count, parts[index + 2] == "*" {
                index += 2
                next = parts[index + 1]
            }
            result += next
            index += 2
        }
        return result
    }
}

extension String {
    /// Whether both are the same but for blanks at the end.
    fileprivate func hasSameTrimmedBytes(as other: String) -> Bool {
        func trimmed(_ text: String) -> Substring.UTF8View {
            var rest = text[...].utf8
            while rest.last == 0x20 { rest.removeLast() }
            return rest
        }
        return trimmed(self).elementsEqual(trimmed(other))
    }
}
