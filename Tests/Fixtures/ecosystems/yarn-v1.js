// Says what npm's own reader of Yarn's first lockfiles reads; the folder that holds npm's libraries is the first
// argument.
//
// In, one document per line, its bytes in hexadecimal.
// Out, one line per document: JSON, a list of texts "name|version|digests in hexadecimal, sorted|address", sorted;
// null where it refuses the document.
const fs = require('fs')
const path = require('path')
const ssri = require(path.join(process.argv[2], 'ssri'))
const YarnLock = require(path.join(process.argv[2], '@npmcli/arborist/lib/yarn-lock.js'))

// That reader drops what stands behind `#`; so it becomes another sign.
const MARK = '\u0001'

function digests (entry, fragment) {
  if (entry.integrity === undefined || entry.integrity === null) {
    return /^[0-9a-f]{40}$/.test(fragment) ? 'sha1:' + fragment : ''
  }
  const parsed = ssri.parse(entry.integrity) || {}
  const size = { md5: 16, sha1: 20, sha256: 32, sha384: 48, sha512: 64 }
  const found = []
  for (const algorithm of Object.keys(parsed)) {
    for (const one of parsed[algorithm]) {
      const bytes = Buffer.from(one.digest, 'base64')
      if (bytes.length === size[algorithm]) found.push([bytes.length, `${algorithm}:${bytes.toString('hex')}`])
    }
  }
  const strongest = Math.max(...found.map(one => one[0]))
  return found.filter(one => one[0] === strongest).map(one => one[1]).sort().join(',')
}

function name (pattern) {
  const at = pattern.indexOf('@', 1)
  const range = pattern.slice(at + 1)
  return range.startsWith('npm:') ? name(range.slice(4)) : pattern.slice(0, at)
}

function read (document) {
  const lock = YarnLock.parse(document.replace(/^( {2}resolved "[^"#]*)#/gm, '$1' + MARK))
  const first = new Map()
  for (const [pattern, entry] of lock.entries) if (!first.has(entry)) first.set(entry, pattern)
  return [...first].map(([entry, pattern]) => {
    const [address, fragment] = (entry.resolved || '').split(MARK)
    return [name(pattern), entry.version || '', digests(entry, fragment || ''),
      address + (fragment ? '#' + fragment : '')].join('|')
  }).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

for (const line of fs.readFileSync(0, 'latin1').split('\n')) {
  if (!line) continue
  try {
    console.log(JSON.stringify(read(Buffer.from(line, 'hex').toString('utf8'))))
  } catch (error) {
    console.log('null')
  }
}
