package main

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"sort"

	bolt "go.etcd.io/bbolt"
)

const (
	// One record in so many is a mount cache; the one behind it is its twin, the others are layers.
	recordsPerMount = 20
	// Records or builds of one transaction. A real daemon commits after each; in batches of random names the pages
	// are about as full.
	batch = 2000
	// Directories a state root keeps its worker's files in.
	worker = "runc-overlayfs"
	// When the imaginary daemon began, nanoseconds since 1970.
	epoch = int64(1_700_000_000_000_000_000)
)

// mount is one mount cache of the imaginary daemon.
type mount struct {
	record string
	key    string
	target string
	number int
}

// makeState writes a state root like those of buildkitd 0.32, the same for the same numbers: records of
// metadata_v2.db, with the snapshots and folders of the mount caches among them, and builds of history.db with their
// provenance, each using a few of those caches.
func makeState(folder string, records, builds int) error {
	for _, name := range []string{"snapshots/snapshots", "content/blobs/sha256"} {
		if err := os.MkdirAll(filepath.Join(folder, worker, name), 0o700); err != nil {
			return err
		}
	}
	random := rand.New(rand.NewSource(5))
	mounts, err := makeRecords(filepath.Join(folder, worker, "metadata_v2.db"), records, random)
	if err != nil {
		return err
	}
	if err := makeSnapshots(filepath.Join(folder, worker), mounts); err != nil {
		return err
	}
	return makeHistory(folder, mounts, builds, random)
}

// create makes a new database and hands it out.
func create(file string, fill func(*bolt.DB) error) error {
	if err := os.Remove(file); err != nil && !os.IsNotExist(err) {
		return err
	}
	db, err := bolt.Open(file, 0o600, &bolt.Options{NoSync: true, FreelistType: bolt.FreelistMapType})
	if err != nil {
		return err
	}
	if err := fill(db); err != nil {
		db.Close()
		return err
	}
	return db.Close()
}

// inBatches runs a function for each number, many in one transaction.
func inBatches(db *bolt.DB, count int, do func(*bolt.Tx, int) error) error {
	for start := 0; start < count; start += batch {
		err := db.Update(func(tx *bolt.Tx) error {
			for index := start; index < start+batch && index < count; index++ {
				if err := do(tx, index); err != nil {
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

// newID makes a name of 25 small letters and digits, as BuildKit gives to everything.
func newID(random *rand.Rand) string {
	const letters = "0123456789abcdefghijklmnopqrstuvwxyz"
	id := make([]byte, 25)
	for index := range id {
		id[index] = letters[random.Intn(len(letters))]
	}
	return string(id)
}

// makeRecords writes metadata_v2.db and says which records are mount caches.
func makeRecords(file string, count int, random *rand.Rand) ([]mount, error) {
	var mounts []mount
	targets := []string{"/root/.cache/pip", "/root/.npm", "/root/.m2", "/go/pkg/mod", "/var/cache/apt"}
	parent := newID(random)
	err := create(file, func(db *bolt.DB) error {
		return inBatches(db, count, func(tx *bolt.Tx, index int) error {
			id := newID(random)
			times := map[string]string{
				"cache.createdAt":  fmt.Sprintf(`{"value":%d}`, epoch+int64(index)*1e9),
				"cache.lastUsedAt": fmt.Sprintf(`{"value":%d}`, epoch+int64(index)*2e9),
				"cache.usageCount": fmt.Sprintf(`{"value":%d}`, 1+random.Intn(200)),
				"cache.snapshot":   fmt.Sprintf(`{"value":"%s"}`, id),
			}
			switch index % recordsPerMount {
			case 0:
				target := targets[random.Intn(len(targets))]
				key := fmt.Sprintf("/project-%d/%s", index/recordsPerMount, target[1:])
				mounts = append(mounts, mount{id, key, target, len(mounts) + 1})
				times["cache.recordType"] = `{"value":"exec.cachemount"}`
				times["cache.cachePolicy"] = `{"value":1}`
				times["cache-dir"] = fmt.Sprintf(`{"value":"%s","index":"cache-dir:%s"}`, key, key)
				times["cache.description"] = fmt.Sprintf(
					`{"value":"cached mount %s from exec /bin/sh -c make install with id \"%s\""}`, target, key)
				return putRecord(tx, id, times, "cache-dir:"+key)
			case 1:
				twin := mounts[len(mounts)-1]
				times["cache.equalMutable"] = fmt.Sprintf(`{"value":"%s"}`, twin.record)
				times["cache.description"] = fmt.Sprintf(
					`{"value":"cached mount %s from exec /bin/sh -c make install with id \"%s\""}`, twin.target, twin.key)
			default:
				times["cache.parent"] = fmt.Sprintf(`{"value":"%s"}`, parent)
				times["cache.description"] = fmt.Sprintf(
					`{"value":"mount / from exec /bin/sh -c apt-get install -y package-%d"}`, index)
				parent = id
			}
			times["snapshot.committed"] = `{"value":true}`
			times["snapshot.size"] = fmt.Sprintf(`{"value":%d}`, 4096*random.Intn(1e5))
			return putRecord(tx, id, times, "")
		})
	})
	return mounts, err
}

func putRecord(tx *bolt.Tx, id string, properties map[string]string, index string) error {
	main, err := tx.CreateBucketIfNotExists([]byte("_main"))
	if err != nil {
		return err
	}
	record, err := main.CreateBucket([]byte(id))
	if err != nil {
		return err
	}
	for key, value := range properties {
		if err := record.Put([]byte(key), []byte(value)); err != nil {
			return err
		}
	}
	indexes, err := tx.CreateBucketIfNotExists([]byte("_index"))
	if err != nil || index == "" {
		return err
	}
	return indexes.Put([]byte(index+"::"+id), nil)
}

// makeSnapshots writes what leads from a mount cache to its folder, and the folders.
func makeSnapshots(folder string, mounts []mount) error {
	names := map[string]string{}
	for _, mount := range mounts {
		names[mount.record] = fmt.Sprintf("buildkit/%d/%s", mount.number, mount.record)
		path := filepath.Join(folder, "snapshots/snapshots", fmt.Sprint(mount.number), "fs")
		if err := os.MkdirAll(path, 0o755); err != nil {
			return err
		}
	}
	err := create(filepath.Join(folder, "containerdmeta.db"), func(db *bolt.DB) error {
		return inBatches(db, len(mounts), func(tx *bolt.Tx, index int) error {
			id := mounts[index].record
			return putIn(tx, []string{"v1", "buildkit", "snapshots", "overlayfs", id}, map[string][]byte{
				"name": []byte(names[id]),
			})
		})
	})
	if err != nil {
		return err
	}
	return create(filepath.Join(folder, "snapshots/metadata.db"), func(db *bolt.DB) error {
		return inBatches(db, len(mounts), func(tx *bolt.Tx, index int) error {
			name := names[mounts[index].record]
			return putIn(tx, []string{"v1", "snapshots", name}, map[string][]byte{
				"id":   appendVarint(nil, uint64(mounts[index].number)),
				"kind": {2},
			})
		})
	})
}

// putIn puts keys into the bucket at the end of a path, which is made where it is not there.
func putIn(tx *bolt.Tx, path []string, values map[string][]byte) error {
	bucket, err := tx.CreateBucketIfNotExists([]byte(path[0]))
	for _, name := range path[1:] {
		if err != nil {
			return err
		}
		bucket, err = bucket.CreateBucketIfNotExists([]byte(name))
	}
	if err != nil {
		return err
	}
	keys := make([]string, 0, len(values))
	for key := range values {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	for _, key := range keys {
		if err := bucket.Put([]byte(key), values[key]); err != nil {
			return err
		}
	}
	return nil
}
