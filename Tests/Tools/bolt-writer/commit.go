package main

import (
	"encoding/binary"
	"fmt"
	"math/rand"
	"os"
	"time"

	bolt "go.etcd.io/bbolt"
)

// What every transaction promises, so that a reader sees at once when it was given pieces of two:
//
//	all    128 keys, each with a value of its own length that begins with the transaction's number (8 bytes, little-
//	       endian) and goes on with bytes that follow from number, key and position: all are rewritten each time
//	some   512 keys with 8 random bytes; a few are rewritten, added or deleted each time
//	sums   "sum": all numbers of `some` added up; "transaction": the transaction's number; "keys": how many in `some`
const (
	allKeys  = 128
	someKeys = 512
)

// valueOfAll is what key number `index` of `all` holds in a transaction.
func valueOfAll(transaction uint64, index int) []byte {
	// Mostly short, some of several pages.
	length := 16 + index
	if index%32 == 31 {
		length = 16 + 100*index
	}
	value := make([]byte, length)
	binary.LittleEndian.PutUint64(value, transaction)
	for position := 8; position < length; position++ {
		value[position] = byte(transaction*31 + uint64(index)*7 + uint64(position))
	}
	return value
}

// commitHard does not wait for the disk, so that only the order of writes protects a reader. It commits for a while, mostly without a pause between transactions and sometimes with one of up to `pause`.
// It says "ready" when the first is there, and ends early when its standard input does.
func commitHard(file string, duration, pause time.Duration) error {
	db, err := bolt.Open(file, 0o600, &bolt.Options{NoSync: true, FreelistType: bolt.FreelistMapType})
	if err != nil {
		return err
	}
	defer db.Close()
	random := rand.New(rand.NewSource(time.Now().UnixNano()))
	end := time.Now().Add(duration)
	transactions := 0
	for ; time.Now().Before(end); transactions++ {
		if err := db.Update(func(tx *bolt.Tx) error { return commitOnce(tx, random) }); err != nil {
			return err
		}
		if transactions == 0 {
			fmt.Println("ready")
			if err := os.WriteFile(file+".ready", nil, 0o600); err != nil {
				return err
			}
		}
		if pause > 0 && random.Intn(4) == 0 {
			time.Sleep(time.Duration(random.Int63n(int64(pause))))
		}
	}
	fmt.Println(transactions, "transactions")
	return nil
}

func commitOnce(tx *bolt.Tx, random *rand.Rand) error {
	transaction := uint64(tx.ID())
	all, err := tx.CreateBucketIfNotExists([]byte("all"))
	if err != nil {
		return err
	}
	some, err := tx.CreateBucketIfNotExists([]byte("some"))
	if err != nil {
		return err
	}
	sums, err := tx.CreateBucketIfNotExists([]byte("sums"))
	if err != nil {
		return err
	}
	for index := 0; index < allKeys; index++ {
		if err := all.Put([]byte(fmt.Sprintf("key-%03d", index)), valueOfAll(transaction, index)); err != nil {
			return err
		}
	}
	sum := numberOf(sums.Get([]byte("sum")))
	keys := numberOf(sums.Get([]byte("keys")))
	for step := random.Intn(8); step >= 0; step-- {
		key := []byte(fmt.Sprintf("%x", random.Intn(someKeys)))
		if old := some.Get(key); old != nil {
			sum -= numberOf(old)
			keys--
		}
		if random.Intn(3) == 0 {
			if err := some.Delete(key); err != nil {
				return err
			}
			continue
		}
		number := random.Uint64()
		sum += number
		keys++
		if err := some.Put(key, bytesOfNumber(number)); err != nil {
			return err
		}
	}
	for key, number := range map[string]uint64{"sum": sum, "keys": keys, "transaction": transaction} {
		if err := sums.Put([]byte(key), bytesOfNumber(number)); err != nil {
			return err
		}
	}
	return nil
}

func numberOf(value []byte) uint64 {
	if len(value) != 8 {
		return 0
	}
	return binary.LittleEndian.Uint64(value)
}

func bytesOfNumber(number uint64) []byte {
	return binary.LittleEndian.AppendUint64(nil, number)
}
