/// Documents that TOML 1.0 allows or forbids, one for each rule. What the fuzzer finds is added here.
enum TOMLCases {
    /// A document that must be refused, and what the error says.
    struct Wrong: Sendable {
        var document: String
        var position: (line: Int, column: Int)
        /// A piece of the sentence.
        var says: String

        init(_ document: String, _ line: Int, _ column: Int, _ says: String) {
            self.document = document
            position = (line, column)
            self.says = says
        }
    }

    static let right = [
        "", "\n", "\r\n", "# only a comment", "\t \n", "a=1", "a = 1 # é\n", "a = 1\r\nb = 2\r\n",
        // Keys.
        "bare-key_1 = 1", "1234 = 1", "1.2 = 3", "\"\" = 1", "'' = 1", "\"a b\" = 1", "'a\"b' = 1", "a . b = 1",
        "a.\"b.c\".d = 1", "\"é\" = 1\n\"e\u{301}\" = 2", "true = false", "\"\\u0061\" = 1", "inf = nan", "- = 1",
        // Strings.
        "a = \"\\b\\t\\n\\f\\r\\\"\\\\\\u00E9\\U0001F600\"", "a = '\\'", "a = \"\"\"\n\"\"\"", "a = \"\"\"a\"\"\"\"\"",
        "a = \"\"\"\"\"\"\"\"", "a = \"\"\"\"\"\"", "a = \"\"\"a\"\"b\"\"\"", "a = '''a'''''", "a = ''''a''''",
        "a = \"\"\"x \\\r\n \r\n  y\"\"\"", "a = \"\"\"x \\  \n\"\"\"", "a = \"\"\"\r\nx\r\ny\"\"\"",
        "a = \"\u{80}\u{10FFFF}\"",
        "a = \"\"\"\\\\\n\"\"\"", "a = \"\"\"\n\nb\"\"\"", "a = \"\"\"\\\"\"\"\"", "a = \"\t\"",
        // Numbers.
        "a = 0", "a = +0", "a = -0", "a = 1_2_3", "a = 0xdead_BEEF", "a = 0o0_7", "a = 0b0001", "a = 0x00",
        "a = 9223372036854775807", "a = -9223372036854775808", "a = 0x7FFFFFFFFFFFFFFF", "a = 1e5", "a = 1E+0_5",
        "a = 0e0", "a = -0.0", "a = 1_0.0_1", "a = 6.626e-34", "a = inf", "a = -inf", "a = +nan", "a = 1e400",
        "a = 4.9e-324", "a = 1e-400", "a = 0.1", "a = 9007199254740993.0", "a = 1.7976931348623157e308",
        // Dates and times.
        "a = 1979-05-27T07:32:00Z", "a = 1979-05-27t07:32:00z", "a = 1979-05-27 07:32:00.999999-07:00",
        "a = 1979-05-27T07:32:00+23:59", "a = 1979-05-27T07:32:00.123456789123", "a = 1979-05-27", "a = 07:32:00",
        "a = 00:32:00.5", "a = 2024-02-29", "a = 2000-02-29", "a = 1979-05-27 # b", "a = 1979-05-27 ", "a = 9999-12-31",
        "a = 1979-05-27T07:32:00-00:00", "a = [1979-05-27,07:32:00]", "a = 0001-01-01T00:00:00+00:01",
        // Arrays and inline tables.
        "a = []", "a = [ # b\n ]", "a = [1, 2, ]", "a = [\n1\n,\n2 # c\n,]", "a = [1, 'a', [true], {b = 1}]",
        "a = {}", "a = { b = 1, c.d = 2, c.e = 3 }", "a = { b = [\n1,\n2\n] }", "a = {b = '''\n'''}", "a = [{}, {}]",
        // Tables.
        "[a]\n[a.b]\n", "[a.b]\n[a]\n", "[a.b.c]\n[a]\n[a.b]\n", "[a]\nb.c = 1\n[a.b.d]\n", "a.b = 1\na.c = 2\n[a.d]\n",
        "[[a]]\n[[a]]\n", "[[a]]\n[a.b]\n[[a]]\n[a.b]\n", "[[a.b]]\n[a]\n", "[[a]]\n[[a.b]]\n[[a.b]]\n[[a]]\n[[a.b]]\n",
        "[ a . \"b\" ]", "[[ a ]] # c", "[a]\n[b]\na = 1\n", "[a.b.c.d]\n[a]\nb.c.t = 1\n",
        "[[a]]\nb.c = 1\n[[a]]\nb.c = 2\n",
        "[a]\nb.c = 1\nb.d = 2\n[e]\nb.c = 1\n", "a.b = 1\n[c]\na.b = 1\n",
    ]

    static let wrong = [
        // Statements.
        Wrong("a", 1, 2, "expected `=`"), Wrong("a =", 1, 4, "expected a value"), Wrong("= 1", 1, 1, "expected a key"),
        Wrong("a = 1 b = 2", 1, 7, "expected the end of the line"), Wrong("a = \n1", 1, 5, "found the end of the line"),
        Wrong("a b = 1", 1, 3, "expected `=`"), Wrong("é = 1", 1, 1, "\\u{E9}"), Wrong("a = 1 ]", 1, 7, "`]`"),
        Wrong("a = 1\rb = 2", 1, 6, "carriage return"), Wrong("# \u{7F}", 1, 3, "control character"),
        Wrong("# \0", 1, 3, "control character"), Wrong("\u{FEFF}a = 1", 1, 1, "byte order mark"),
        Wrong("# a\rb", 1, 4, "carriage return"), Wrong("a = 1\n\u{0C}", 2, 1, "expected a key"),
        Wrong("a = 1\r", 1, 6, "carriage return"), Wrong("a..b = 1", 1, 3, "expected a key"),
        Wrong(".a = 1", 1, 1, "expected a key"), Wrong("a. = 1", 1, 4, "expected a key"),
        Wrong("a = 1\nb\n= 2", 2, 2, "expected `=`"), Wrong("\"\"\"a\"\"\" = 1", 1, 3, "expected `=`"),
        // Strings.
        Wrong("a = \"b", 1, 7, "the string began in line 1, column 5"), Wrong("a = \"b\nc\"", 1, 7, "expected `\"`"),
        Wrong("a = 'b", 1, 7, "expected `'`"), Wrong("a = '''b''", 1, 11, "expected `'''`"),
        Wrong("a = \"\"\"b\n", 2, 1, "line 1, column 5"), Wrong("a = \"\\x41\"", 1, 7, "after a backslash"),
        Wrong("a = \"\\e\"", 1, 7, "after a backslash"), Wrong("a = \"\\u12\"", 1, 10, "4 hexadecimal digits"),
        Wrong("a = \"\\uD800\"", 1, 6, "no character"), Wrong("a = \"\\U00110000\"", 1, 6, "no character"),
        Wrong("a = \"\\UFFFFFFFF\"", 1, 6, "no character"), Wrong("a = \"\u{1}\"", 1, 6, "escape such as"),
        Wrong("a = '\u{1F}'", 1, 6, "control character"), Wrong("a = '''\0'''", 1, 8, "control character"),
        Wrong("a = '''\r'''", 1, 8, "carriage return"), Wrong("a = \"\"\"\\ x\"\"\"", 1, 9, "after a backslash"),
        Wrong("a = \"\"\"\"\"\"\"\"\"", 1, 13, "end of the line"),
        Wrong("a = \"\"\"\\\r\"\"\"", 1, 9, "a carriage return"),
        Wrong("a = \"\"\"\\", 1, 9, "end of the file"), Wrong("a = \"\\", 1, 7, "end of the file"),
        // Numbers.
        Wrong("a = 01", 1, 5, "without leading zeros"), Wrong("a = -01", 1, 5, "without leading zeros"),
        Wrong("a = 1__2", 1, 5, "expected a number"), Wrong("a = _1", 1, 5, "expected a value"),
        Wrong("a = 1_", 1, 5, "expected a number"), Wrong("a = 1.", 1, 5, "digits behind the point"),
        Wrong("a = .5", 1, 5, "expected a value"), Wrong("a = 1.e5", 1, 5, "digits behind the point"),
        Wrong("a = 1e", 1, 5, "exponent"), Wrong("a = 1_.5", 1, 5, "expected a number"),
        Wrong("a = 1e_5", 1, 5, "exponent"), Wrong("a = 0x", 1, 5, "hexadecimal"),
        Wrong("a = 0x_1", 1, 5, "hexadecimal"),
        Wrong("a = 0x1_", 1, 5, "hexadecimal"), Wrong("a = 0o8", 1, 5, "octal"), Wrong("a = 0b2", 1, 5, "binary"),
        Wrong("a = +0x1", 1, 5, "expected a number"), Wrong("a = 0X1", 1, 5, "expected a number"),
        Wrong("a = 9223372036854775808", 1, 5, "expected an integer from"), Wrong("a = +-1", 1, 5, "expected a number"),
        Wrong("a = -9223372036854775809", 1, 5, "expected an integer from"),
        Wrong("a = 1.2.3", 1, 5, "expected a number"),
        Wrong("a = 0x8000000000000000", 1, 5, "expected an integer from"), Wrong("a = Inf", 1, 5, "lower case"),
        Wrong("a = True", 1, 5, "lower case"), Wrong("a = truefalse", 1, 5, "text stands in quotes"),
        Wrong("a = null", 1, 5, "leaves out"), Wrong("a = infinity", 1, 5, "quotes"),
        Wrong("a = 1 000", 1, 7, "end of the line"),
        // Dates and times.
        Wrong("a = 2023-02-29", 1, 5, "the calendar has"), Wrong("a = 1900-02-29", 1, 5, "the calendar has"),
        Wrong("a = 2023-13-01", 1, 5, "the calendar has"), Wrong("a = 2023-00-01", 1, 5, "the calendar has"),
        Wrong("a = 2023-01-00", 1, 5, "the calendar has"), Wrong("a = 2023-04-31", 1, 5, "the calendar has"),
        Wrong("a = 24:00:00", 1, 5, "23:59:59"), Wrong("a = 07:60:00", 1, 5, "23:59:59"),
        Wrong("a = 07:32:60", 1, 5, "23:59:59"), Wrong("a = 07:32", 1, 5, "hours, minutes and seconds"),
        Wrong("a = 1979-05-27T07:32Z", 1, 5, "hours, minutes and seconds"),
        Wrong("a = 07:32:00.", 1, 5, "behind the point"),
        Wrong("a = 1979-05-27T", 1, 5, "hours, minutes"), Wrong("a = 1979-05-27  07:32:00", 1, 17, "end of the line"),
        Wrong("a = 1979-05-27 7:32:00", 1, 5, "hours, minutes"), Wrong("a = 1979-5-27", 1, 5, "a date such as"),
        Wrong("a = 1979-05-27T07:32:00+24:00", 1, 5, "an offset such as"),
        Wrong("a = 79-05-27", 1, 5, "expected a number"),
        Wrong("a = 1979-05-27T07:32:00+7:00", 1, 5, "an offset such as"), Wrong("a = 07:32:00Z", 1, 5, "local time"),
        Wrong("a = 1979-05-27T07:32:00+01:60", 1, 5, "an offset such as"),
        Wrong("a = 1979-05-27_", 1, 5, "`T` or a blank"),
        Wrong("a = 1979-05-27T07:32:00Zz", 1, 5, "nothing behind the offset"),
        // Arrays and inline tables.
        Wrong("a = [1 2]", 1, 8, "`,` or `]`"), Wrong("a = [,1]", 1, 6, "expected a value"),
        Wrong("a = [1,,2]", 1, 8, "a value"),
        Wrong("a = [", 1, 6, "found the end of the file"),
        Wrong("a = [1\n", 2, 1, "the array began in line 1, column 5"),
        Wrong("a = {b = 1,}", 1, 12, "a comma may not stand last"), Wrong("a = {,}", 1, 6, "expected a key"),
        Wrong("a = {\nb = 1}", 1, 6, "expected a key"), Wrong("a = {b = 1\n}", 1, 11, "on the same line"),
        Wrong("a = {b = 1 c = 2}", 1, 12, "`,` or `}`"), Wrong("a = {b = 1, b = 2}", 1, 13, "already defined"),
        Wrong("a = {b.c = 1, b = 2}", 1, 15, "already defined"),
        Wrong("a = {b = 1, b.c = 2}", 1, 13, "already a value"),
        Wrong("a = {b = {}, b.c = 2}", 1, 14, "inline value"), Wrong("a = {b # c\n= 1}", 1, 8, "expected `=`"),
        Wrong("a = {b.c = {}, b.c.d = 1}", 1, 18, "inline value"), Wrong("a = [1}", 1, 7, "`,` or `]`"),
        Wrong("a = {b = [1, c = 2}", 1, 14, "quotes"), Wrong("a = {b = 1, # c\nd = 2}", 1, 13, "expected a key"),
        // Tables.
        Wrong("[a", 1, 3, "expected `]`"), Wrong("[]", 1, 2, "expected a key"), Wrong("[[a] ]", 1, 4, "expected `]]`"),
        Wrong("[ [a]]", 1, 3, "expected a key"), Wrong("[a]]", 1, 4, "end of the line"),
        Wrong("[a] b = 1", 1, 5, "end of the line"),
        Wrong("[a]\n[a]", 2, 2, "already a table"), Wrong("[a]\n[[a]]", 2, 3, "not an array of tables"),
        Wrong("[[a]]\n[a]", 2, 2, "already an array of tables"), Wrong("a = []\n[[a]]", 2, 3, "complete as it is"),
        Wrong("a = {}\n[a.b]", 2, 2, "complete as it is"), Wrong("a = 1\n[a]", 2, 2, "already a value"),
        Wrong("a = 1\n[a.b]", 2, 2, "already a value"), Wrong("a = 1\na = 2", 2, 1, "already defined"),
        Wrong("a.b = 1\na = 2", 2, 1, "already defined"), Wrong("a = 1\na.b = 2", 2, 1, "already a value"),
        Wrong("a.b = 1\n[a]", 2, 2, "already a table"), Wrong("[a]\nb.c = 1\n[a.b]", 3, 4, "already a table"),
        Wrong("[a.b]\n[a]\nb.c = 1", 3, 1, "a table of its own"),
        Wrong("[a.b.c]\n[a]\nb.c.t = 1", 3, 3, "a table of its own"),
        Wrong("[[a.b]]\n[a]\nb.c = 1", 3, 1, "already an array"), Wrong("a = [{}]\n[a.b]", 2, 2, "complete as it is"),
        Wrong("a = {}\na.b = 1", 2, 1, "complete as it is"), Wrong("[a.b]\n[[a]]", 2, 3, "not an array of tables"),
        Wrong("a = \"b\"\n\"\\u0061\" = 1", 2, 1, "already defined"), Wrong("[a]\n[a.b]\n[a]", 3, 2, "already a table"),
        Wrong("[a]\nb = 1\n[a.b.c]", 3, 4, "already a value"), Wrong("a.b.c = 1\n[a.b]\n", 2, 4, "already a table"),
        Wrong("[[a]]\n[a.b]\n[a.b]", 3, 4, "already a table"),
        Wrong("[a.b.c.d]\n[a]\nb.c.t = 1\n[a.b]", 4, 4, "already a table"),
    ]
}
