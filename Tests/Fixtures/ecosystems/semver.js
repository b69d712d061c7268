// Says how npm's own `semver` orders versions; the folder that holds `semver` is the first argument, `loose`,
// `strict` or `build` (strict, and builds count) the second. The protocol is that of pep440.py.
const fs = require('fs')
const path = require('path')
const SemVer = require(path.join(process.argv[2], 'semver', 'classes', 'semver.js'))
const loose = process.argv[3] === 'loose'
const order = process.argv[3] === 'build' ? 'compareBuild' : 'compare'

function parse (word) {
  try {
    return new SemVer(Buffer.from(word, 'hex').toString('utf8'), { loose })
  } catch (error) {
    return null
  }
}

const answers = []
for (const line of fs.readFileSync(0, 'latin1').split('\n')) {
  if (!line.includes(' ')) continue
  const [one, two] = line.split(' ').map(parse)
  const sign = one && two ? String(one.compare(two) || one[order](two)) : 'x'
  answers.push(one ? `${sign} ${Buffer.from(one.version).toString('hex')} ${one.prerelease.length ? 1 : 0}`
    : `${sign} x x`)
}
process.stdout.write(answers.join('\n') + '\n')
