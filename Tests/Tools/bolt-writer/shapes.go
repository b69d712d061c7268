package main

import (
	"fmt"
	"math/rand"
	"os"
	"strings"

	bolt "go.etcd.io/bbolt"
)

// shapes are the databases that can be made. Each is the same in every run. A name may end in "-unlisted": then the
// list of free pages is not written, as containerd does.
var shapes = map[string]func(db *bolt.DB) error{
	"empty":      func(*bolt.DB) error { return nil },
	"one":        makeOne,
	"inline":     makeInline,
	"nested":     makeNested,
	"overflow":   makeOverflow,
	"deleted":    makeDeleted,
	"many":       makeMany,
	"long-keys":  makeLongKeys,
	"random":     makeRandom,
	"sequences":  makeSequences,
	"everything": makeEverything,
}

func makeShape(shape, file string, pageSize int) error {
	name := strings.TrimSuffix(shape, "-unlisted")
	fill := shapes[name]
	if fill == nil {
		return fmt.Errorf("no shape %q", shape)
	}
	if err := os.Remove(file); err != nil && !os.IsNotExist(err) {
		return err
	}
	options := &bolt.Options{PageSize: pageSize, NoFreelistSync: name != shape, NoSync: true}
	if strings.HasPrefix(shape, "random") {
		options.FreelistType = bolt.FreelistMapType
	}
	db, err := bolt.Open(file, 0o600, options)
	if err != nil {
		return err
	}
	defer db.Close()
	return fill(db)
}

func bytesOf(random *rand.Rand, count int) []byte {
	value := make([]byte, count)
	random.Read(value)
	return value
}

func makeOne(db *bolt.DB) error {
	return db.Update(func(tx *bolt.Tx) error {
		bucket, err := tx.CreateBucket([]byte("bucket"))
		if err != nil {
			return err
		}
		return bucket.Put([]byte("key"), []byte("value"))
	})
}

// makeInline: buckets from empty to just too large to stand in their parent's value.
func makeInline(db *bolt.DB) error {
	return db.Update(func(tx *bolt.Tx) error {
		for size := 0; size < 1200; size += 7 {
			bucket, err := tx.CreateBucket([]byte(fmt.Sprintf("b%04d", size)))
			if err != nil {
				return err
			}
			if size == 0 {
				continue
			}
			if err := bucket.Put([]byte("k"), make([]byte, size)); err != nil {
				return err
			}
			if err := bucket.Put([]byte("empty"), nil); err != nil {
				return err
			}
		}
		return nil
	})
}

// makeNested: as deep as buckets may lie in each other, with keys beside them.
func makeNested(db *bolt.DB) error {
	return db.Update(func(tx *bolt.Tx) error {
		bucket, err := tx.CreateBucket([]byte("v1"))
		for depth := 1; err == nil && depth < 16; depth++ {
			for side := 0; side < 40; side++ {
				if err := bucket.Put([]byte(fmt.Sprintf("side-%d", side)), []byte(fmt.Sprint(depth, side))); err != nil {
					return err
				}
			}
			bucket, err = bucket.CreateBucket([]byte(fmt.Sprintf("deeper-%d", depth)))
		}
		return err
	})
}

// makeOverflow: values from nothing to many pages, around each border.
func makeOverflow(db *bolt.DB) error {
	random := rand.New(rand.NewSource(1))
	return db.Update(func(tx *bolt.Tx) error {
		bucket, err := tx.CreateBucket([]byte("large"))
		if err != nil {
			return err
		}
		for power := 0; power < 18; power++ {
			for _, step := range []int{-1, 0, 1} {
				size := 1<<power + step
				if err := bucket.Put([]byte(fmt.Sprintf("%08d", size)), bytesOf(random, size)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// makeDeleted: three of four keys gone again, in other transactions, and one bucket.
func makeDeleted(db *bolt.DB) error {
	if err := makeMany(db); err != nil {
		return err
	}
	for turn := 0; turn < 4; turn++ {
		err := db.Update(func(tx *bolt.Tx) error {
			bucket := tx.Bucket([]byte("many"))
			for index := turn; index < 8000; index += 4 {
				if turn == 2 {
					break
				}
				if err := bucket.Delete([]byte(fmt.Sprintf("key-%06d", index))); err != nil {
					return err
				}
			}
			if turn == 3 {
				return tx.DeleteBucket([]byte("other"))
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func makeMany(db *bolt.DB) error {
	return db.Update(func(tx *bolt.Tx) error {
		for _, name := range []string{"many", "other"} {
			bucket, err := tx.CreateBucket([]byte(name))
			if err != nil {
				return err
			}
			for index := 0; index < 8000; index++ {
				key := []byte(fmt.Sprintf("key-%06d", index))
				if err := bucket.Put(key, []byte(fmt.Sprint(index*index))); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// makeLongKeys: keys of up to the library's limit, so that branches have few children and trees are high.
func makeLongKeys(db *bolt.DB) error {
	random := rand.New(rand.NewSource(2))
	return db.Update(func(tx *bolt.Tx) error {
		bucket, err := tx.CreateBucket([]byte("long"))
		if err != nil {
			return err
		}
		for index := 0; index < 300; index++ {
			key := bytesOf(random, 1+random.Intn(3000))
			if index%100 == 0 {
				key = bytesOf(random, bolt.MaxKeySize)
			}
			if err := bucket.Put(key, bytesOf(random, random.Intn(40))); err != nil {
				return err
			}
		}
		return nil
	})
}

// makeRandom: many transactions that put, replace and delete keys and buckets anywhere.
func makeRandom(db *bolt.DB) error {
	random := rand.New(rand.NewSource(3))
	for transaction := 0; transaction < 60; transaction++ {
		err := db.Update(func(tx *bolt.Tx) error {
			for step := 0; step < 200; step++ {
				if err := changeAnything(tx, random); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func changeAnything(tx *bolt.Tx, random *rand.Rand) error {
	bucket, err := tx.CreateBucketIfNotExists([]byte(fmt.Sprintf("bucket-%d", random.Intn(6))))
	for err == nil && random.Intn(3) == 0 {
		bucket, err = bucket.CreateBucketIfNotExists([]byte(fmt.Sprintf("inner-%d", random.Intn(30))))
		if err == bolt.ErrIncompatibleValue {
			return nil
		}
	}
	if err != nil {
		return err
	}
	key := []byte(fmt.Sprintf("%d", random.Intn(2000)))
	switch random.Intn(20) {
	case 0:
		err = bucket.DeleteBucket([]byte(fmt.Sprintf("inner-%d", random.Intn(30))))
		if err == bolt.ErrBucketNotFound {
			err = nil
		}
	case 1, 2, 3, 4, 5:
		err = bucket.Delete(key)
	case 6:
		err = bucket.Put(key, bytesOf(random, random.Intn(8000)))
	default:
		err = bucket.Put(key, bytesOf(random, random.Intn(300)))
	}
	return err
}

func makeSequences(db *bolt.DB) error {
	return db.Update(func(tx *bolt.Tx) error {
		for index := 0; index < 20; index++ {
			bucket, err := tx.CreateBucket([]byte(fmt.Sprintf("bucket-%d", index)))
			if err != nil {
				return err
			}
			if err := bucket.SetSequence(1<<(3*index) + 1); err != nil {
				return err
			}
		}
		return nil
	})
}

func makeEverything(db *bolt.DB) error {
	for _, fill := range []func(*bolt.DB) error{makeRandom, makeDeleted, makeInline, makeOverflow, makeNested, makeLongKeys} {
		if err := fill(db); err != nil {
			return err
		}
	}
	return nil
}
