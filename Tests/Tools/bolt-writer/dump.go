package main

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"os"
	"strings"

	bolt "go.etcd.io/bbolt"
)

// openReadOnly opens a database without changing it.
func openReadOnly(file string) (*bolt.DB, error) {
	return bolt.Open(file, 0o600, &bolt.Options{ReadOnly: true})
}

// dump writes down every bucket, key and value in order. Pages are counted as the library knows them.
func dump(file string) error {
	db, err := openReadOnly(file)
	if err != nil {
		return err
	}
	defer db.Close()
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	return db.View(func(tx *bolt.Tx) error {
		root := tx.Cursor().Bucket()
		// The root bucket's numbers hold those of all buckets in it.
		stats := root.Stats()
		pages := stats.BranchPageN + stats.BranchOverflowN + stats.LeafPageN + stats.LeafOverflowN
		fmt.Fprintf(out, "transaction %d pages %d\n", tx.ID(), pages)
		return dumpBucket(out, root, 0)
	})
}

func dumpBucket(out *bufio.Writer, bucket *bolt.Bucket, depth int) error {
	cursor := bucket.Cursor()
	for key, value := cursor.First(); key != nil; key, value = cursor.Next() {
		// A bucket has no value; an empty value is not nil.
		if child := bucket.Bucket(key); child != nil {
			fmt.Fprintf(out, "%d %x b %d\n", depth, key, child.Sequence())
			if err := dumpBucket(out, child, depth+1); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(out, "%d %x v %d %x\n", depth, key, len(value), sha256.Sum256(value))
	}
	return nil
}

// check runs the library's check over a whole database. Pages that are neither used nor listed as free are no fault of
// the file's content: this version of the library loses some when buckets are deleted.
func check(file string) error {
	db, err := openReadOnly(file)
	if err != nil {
		return err
	}
	defer db.Close()
	return db.View(func(tx *bolt.Tx) error {
		var first error
		for err := range tx.Check() {
			if first == nil && !strings.HasSuffix(err.Error(), "unreachable unfreed") {
				first = err
			}
		}
		return first
	})
}
