// Says what npm's own `cacache` finds in a store: address and content, one entry a line. The folder of the library is
// the first argument, the store the second.
const path = require('path')
const cacache = require(process.argv[2])
const store = process.argv[3]

cacache.ls(store).then(entries => {
  for (const entry of Object.values(entries)) {
    console.log(entry.key.replace('make-fetch-happen:request-cache:', '') + ' ' + path.relative(store, entry.path))
  }
})
