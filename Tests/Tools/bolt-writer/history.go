package main

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"
)

// object is a JSON object.
type object = map[string]any

// makeHistory writes history.db and the provenance of each build.
func makeHistory(folder string, mounts []mount, builds int, random *rand.Rand) error {
	blobs := filepath.Join(folder, worker, "content/blobs/sha256")
	return create(filepath.Join(folder, "history.db"), func(db *bolt.DB) error {
		err := db.Update(func(tx *bolt.Tx) error {
			return putIn(tx, []string{"_version"}, map[string][]byte{"version": []byte("2")})
		})
		if err != nil {
			return err
		}
		return inBatches(db, builds, func(tx *bolt.Tx, index int) error {
			ref := newID(random)
			project := fmt.Sprintf("https://git.example.com/acme/project-%d.git", random.Intn(200))
			revision := fmt.Sprintf("%040x", random.Uint64())
			text, err := provenance(index, mounts, project, revision, random)
			if err != nil {
				return err
			}
			digest := fmt.Sprintf("%x", sha256.Sum256(text))
			if err := os.WriteFile(filepath.Join(blobs, digest), text, 0o444); err != nil {
				return err
			}
			record := buildRecord(ref, project, revision, digest, len(text), index)
			return putIn(tx, []string{"_records"}, map[string][]byte{ref: record})
		})
	})
}

// provenance says that a build ran two steps, each with mount caches.
func provenance(index int, mounts []mount, project, revision string, random *rand.Rand) ([]byte, error) {
	step := func(number int) object {
		used := []object{{"dest": "/"}}
		for count := random.Intn(3); count >= 0 && len(mounts) > 0; count-- {
			cache := mounts[random.Intn(len(mounts))]
			used = append(used, object{
				"dest": cache.target, "mountType": 3, "input": -1, "output": -1, "cacheOpt": object{"ID": cache.key},
			})
		}
		exec := object{
			"meta":   object{"args": []string{"/bin/sh", "-c", fmt.Sprintf("make step-%d-%d", index, number)}, "cwd": "/"},
			"mounts": used,
		}
		return object{
			"id": fmt.Sprintf("step%d", number), "inputs": []string{"step0:0"},
			"op": object{"Op": object{"exec": exec}, "constraints": object{}},
		}
	}
	source := object{
		"id": "step0",
		"op": object{"Op": object{"source": object{"identifier": "local://context"}}, "constraints": object{}},
	}
	vcs := object{"source": project, "revision": revision}
	return json.MarshalIndent(object{
		"buildDefinition": object{
			"buildType":          "https://github.com/moby/buildkit/blob/master/docs/attestations/slsa-definitions.md",
			"externalParameters": object{"configSource": object{}, "request": object{"frontend": "dockerfile.v0"}},
			"internalParameters": object{"buildConfig": object{
				"digestMapping": object{
					fmt.Sprintf("sha256:%064x", random.Uint64()): "step1",
					fmt.Sprintf("sha256:%064x", random.Uint64()): "step2",
				},
				"llbDefinition": []object{source, step(1), step(2)},
			}},
		},
		"runDetails": object{"metadata": object{"buildkit_metadata": object{"vcs": vcs}}},
	}, "", "  ")
}

// buildRecord is a BuildHistoryRecord in protobuf, with the fields a finished build has.
func buildRecord(ref, project, revision, digest string, size, index int) []byte {
	attribute := func(key, value string) []byte {
		return appendBytes(appendBytes(nil, 1, []byte(key)), 2, []byte(value))
	}
	time := func(seconds int64) []byte {
		return appendNumber(appendNumber(nil, 1, uint64(seconds)), 2, uint64(index))
	}
	started := epoch/1e9 + int64(index)*60
	attestation := appendBytes(nil, 1, []byte("application/vnd.in-toto+json"))
	attestation = appendBytes(attestation, 2, []byte("sha256:"+digest))
	attestation = appendNumber(attestation, 3, uint64(size))
	attestation = appendBytes(attestation, 5, attribute("in-toto.io/predicate-type", "https://slsa.dev/provenance/v1"))
	record := appendBytes(nil, 1, []byte(ref))
	record = appendBytes(record, 3, attribute("vcs:source", project))
	record = appendBytes(record, 3, attribute("vcs:revision", revision))
	record = appendBytes(record, 6, time(started))
	record = appendBytes(record, 7, time(started+30))
	record = appendBytes(record, 9, attribute("containerimage.config", `{"architecture":"amd64","os":"linux"}`))
	record = appendBytes(record, 10, appendBytes(nil, 2, attestation))
	return appendNumber(record, 12, 1)
}

func appendVarint(bytes []byte, number uint64) []byte {
	var space [binary.MaxVarintLen64]byte
	return append(bytes, space[:binary.PutUvarint(space[:], number)]...)
}

// appendNumber appends a protobuf field that holds a number.
func appendNumber(bytes []byte, field int, number uint64) []byte {
	return appendVarint(appendVarint(bytes, uint64(field)<<3), number)
}

// appendBytes appends a protobuf field that holds bytes.
func appendBytes(bytes []byte, field int, value []byte) []byte {
	bytes = appendVarint(bytes, uint64(field)<<3|2)
	return append(appendVarint(bytes, uint64(len(value))), value...)
}
