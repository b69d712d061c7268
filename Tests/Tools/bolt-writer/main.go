// bolt-writer makes and reads bbolt databases with the library the daemons use, for tests and benchmarks.
//
//	bolt-writer make SHAPE FILE [PAGE-SIZE]    a database of that shape (shapes.go)
//	bolt-writer dump FILE…                     what is in them, one line per key, as Tests/Fixtures/bolt/reader.py says
//	bolt-writer check FILE…                    the library's own check
//	bolt-writer commit FILE SECONDS [PAUSE]    commits hard, each transaction keeps a promise (commit.go)
//	bolt-writer churn FOLDER SECONDS           makes and prunes mount caches of such a state as a daemon does (churn.go)
//	bolt-writer state FOLDER RECORDS BUILDS    a state root with so many records and builds (state.go)
package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bolt-writer:", err)
		os.Exit(1)
	}
}

func run(words []string) error {
	if len(words) < 2 {
		return errors.New("what? make, dump, check, commit, churn or state")
	}
	command, words := words[0], words[1:]
	switch {
	case command == "make" && len(words) >= 2:
		pageSize := 0
		if len(words) > 2 {
			var err error
			if pageSize, err = strconv.Atoi(words[2]); err != nil {
				return err
			}
		}
		return makeShape(words[0], words[1], pageSize)
	case command == "dump":
		return each(words, dump)
	case command == "check":
		return each(words, check)
	case command == "commit" && len(words) >= 2:
		seconds, err := strconv.Atoi(words[1])
		if err != nil {
			return err
		}
		pause := 2 * time.Millisecond
		if len(words) > 2 {
			if pause, err = time.ParseDuration(words[2]); err != nil {
				return err
			}
		}
		return commitHard(words[0], time.Duration(seconds)*time.Second, pause)
	case command == "churn" && len(words) == 2:
		seconds, err := strconv.Atoi(words[1])
		if err != nil {
			return err
		}
		return churn(words[0], time.Duration(seconds)*time.Second)
	case command == "state" && len(words) == 3:
		records, err := strconv.Atoi(words[1])
		if err != nil {
			return err
		}
		builds, err := strconv.Atoi(words[2])
		if err != nil {
			return err
		}
		return makeState(words[0], records, builds)
	}
	return fmt.Errorf("cannot %s like this", command)
}

func each(files []string, do func(string) error) error {
	for _, file := range files {
		if err := do(file); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}
