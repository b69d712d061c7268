// Says what npm's libraries read in package-lock.json files; the folder that holds them is the first argument.
//
// In, one document per line, its bytes in hexadecimal.
// Out, one line per document: JSON, a list of texts "location|name|version|digests in hexadecimal, sorted|resolved",
// sorted; null where JSON.parse refuses it.
const fs = require('fs')
const path = require('path')
const ssri = require(path.join(process.argv[2], 'ssri'))

function digests (integrity) {
  if (typeof integrity !== 'string' || !integrity) return ''
  const parsed = ssri.parse(integrity, { strict: false })
  if (!parsed) return ''
  const known = Object.keys(parsed).filter(name => /^(md5|sha1|sha224|sha256|sha384|sha512)$/.test(name))
  if (!known.length) return ''
  const algorithm = ssri.parse(integrity).pickAlgorithm()
  return parsed[algorithm].map(one => `${algorithm}:${Buffer.from(one.digest, 'base64').toString('hex')}`)
    .sort().join(',')
}

function text (value) { return typeof value === 'string' ? value : '' }

function line (location, name, entry, version) {
  return [location, name, version === undefined ? text(entry.version) : version, digests(entry.integrity),
    text(entry.resolved)].join('|')
}

function read (document) {
  const lock = JSON.parse(document)
  const lines = []
  if (lock.packages) {
    for (const [location, entry] of Object.entries(lock.packages)) {
      if (location === '') continue
      const at = location.lastIndexOf('node_modules/')
      const name = text(entry.name) || (at < 0 ? location : location.slice(at + 13))
      lines.push(line(location, name, entry))
    }
    return lines.sort()
  }
  const walk = (table, before) => {
    for (const [key, entry] of Object.entries(table || {})) {
      const alias = /^npm:(.[^]*)@([^@]*)$/.exec(text(entry.version))
      if (alias) lines.push(line(before + key, alias[1], entry, alias[2]))
      else if (/[:/]/.test(text(entry.version))) {
        lines.push(line(before + key, key, { ...entry, resolved: entry.resolved || entry.version }, ''))
      } else lines.push(line(before + key, key, entry))
      walk(entry.dependencies, before + key + '/')
    }
  }
  walk(lock.dependencies, '')
  return lines.sort()
}

for (const line of fs.readFileSync(0, 'latin1').split('\n')) {
  if (!line) continue
  try {
    console.log(JSON.stringify(read(Buffer.from(line, 'hex').toString('utf8'))))
  } catch (error) {
    console.log('null')
  }
}
