package main

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"
)

const (
	// Mount caches that come and go, at the same time.
	churned = 6
	// The first of their directories; those of `state` are below.
	firstChurned = 1 << 20
	// The longest pause between two steps.
	churnPause = 2 * time.Millisecond
)

// daemon has the databases of a worker open.
type daemon struct {
	folder                  string
	records, names, numbers *bolt.DB
	random                  *rand.Rand
}

// churn makes and prunes mount caches in a state root of `makeState`, each step a transaction of its own and in the
// order of a daemon: what leads to a directory is written before the record, and goes after it. The mount id of directory
// n is `/churn-n`. It says "ready" when the first is there.
func churn(folder string, duration time.Duration) error {
	worker := filepath.Join(folder, worker)
	d := daemon{folder: worker, random: rand.New(rand.NewSource(time.Now().UnixNano()))}
	for name, place := range map[string]**bolt.DB{
		"metadata_v2.db": &d.records, "containerdmeta.db": &d.names, "snapshots/metadata.db": &d.numbers,
	} {
		db, err := bolt.Open(
			filepath.Join(worker, name), 0o600, &bolt.Options{NoSync: true, FreelistType: bolt.FreelistMapType})
		if err != nil {
			return err
		}
		defer db.Close()
		*place = db
	}
	type cache struct {
		id     string
		number int
	}
	var caches []cache
	end := time.Now().Add(duration)
	for number := firstChurned; time.Now().Before(end); number++ {
		id := newID(d.random)
		if err := d.make(id, number); err != nil {
			return err
		}
		caches = append(caches, cache{id, number})
		if number == firstChurned {
			if err := os.WriteFile(filepath.Join(folder, "ready"), nil, 0o600); err != nil {
				return err
			}
		}
		if len(caches) > churned {
			if err := d.prune(caches[0].id, caches[0].number); err != nil {
				return err
			}
			caches = caches[1:]
		}
	}
	return nil
}

func (d *daemon) rest() {
	time.Sleep(time.Duration(d.random.Int63n(int64(churnPause))))
}

func (d *daemon) path(number int) string {
	return filepath.Join(d.folder, "snapshots/snapshots", fmt.Sprint(number))
}

func (d *daemon) make(id string, number int) error {
	name := fmt.Sprintf("buildkit/%d/%s", number, id)
	key := fmt.Sprintf("/churn-%d", number)
	steps := []func() error{
		func() error { return os.MkdirAll(filepath.Join(d.path(number), "fs"), 0o755) },
		func() error {
			return d.numbers.Update(func(tx *bolt.Tx) error {
				return putIn(tx, []string{"v1", "snapshots", name}, map[string][]byte{
					"id": appendVarint(nil, uint64(number)), "kind": {2},
				})
			})
		},
		func() error {
			return d.names.Update(func(tx *bolt.Tx) error {
				return putIn(tx, []string{"v1", "buildkit", "snapshots", "overlayfs", id}, map[string][]byte{
					"name": []byte(name),
				})
			})
		},
		func() error {
			return d.records.Update(func(tx *bolt.Tx) error {
				return putRecord(tx, id, map[string]string{
					"cache.recordType":  `{"value":"exec.cachemount"}`,
					"cache-dir":         fmt.Sprintf(`{"value":"%s","index":"cache-dir:%s"}`, key, key),
					"cache.description": fmt.Sprintf(`{"value":"cached mount %s from exec /bin/true"}`, key),
				}, "cache-dir:"+key)
			})
		},
	}
	return d.run(steps)
}

func (d *daemon) prune(id string, number int) error {
	steps := []func() error{
		func() error {
			return d.records.Update(func(tx *bolt.Tx) error {
				return tx.Bucket([]byte("_main")).Bucket([]byte(id)).Put(
					[]byte("cache.deleted"), []byte(`{"value":true}`))
			})
		},
		func() error {
			return d.records.Update(func(tx *bolt.Tx) error {
				return tx.Bucket([]byte("_main")).DeleteBucket([]byte(id))
			})
		},
		func() error {
			return d.names.Update(func(tx *bolt.Tx) error {
				bucket := tx.Bucket([]byte("v1"))
				for _, name := range []string{"buildkit", "snapshots", "overlayfs"} {
					bucket = bucket.Bucket([]byte(name))
				}
				return bucket.DeleteBucket([]byte(id))
			})
		},
		func() error {
			return d.numbers.Update(func(tx *bolt.Tx) error {
				bucket := tx.Bucket([]byte("v1")).Bucket([]byte("snapshots"))
				return bucket.DeleteBucket([]byte(fmt.Sprintf("buildkit/%d/%s", number, id)))
			})
		},
		func() error { return os.RemoveAll(d.path(number)) },
	}
	return d.run(steps)
}

func (d *daemon) run(steps []func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
		d.rest()
	}
	return nil
}
