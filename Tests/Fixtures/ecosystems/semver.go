// Says how Go's own `semver` package orders versions; beside this file lies a copy of it. The protocol is that of
// pep440.py, without a normal form.
package main

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for lines.Scan() {
		words := strings.SplitN(lines.Text(), " ", 2)
		if len(words) < 2 {
			continue
		}
		one, _ := hex.DecodeString(words[0])
		two, _ := hex.DecodeString(words[1])
		sign, kind := "x", "x"
		if IsValid(string(one)) {
			kind = "0"
			if Prerelease(string(one)) != "" {
				kind = "1"
			}
			if IsValid(string(two)) {
				sign = fmt.Sprint(Compare(string(one), string(two)))
			}
		}
		fmt.Fprintln(out, sign, "x", kind)
	}
}
