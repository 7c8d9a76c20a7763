// npm's own order; NODE_PATH names the folder that has semver
const fs = require('fs');
const semver = require('semver');

const lines = fs.readFileSync(process.argv[2], 'utf8').split('\n').filter(line => line);
process.stdout.write(lines.map(line => {
  const [left, right] = line.split('\t');
  return (semver.valid(left) && semver.valid(right) ? semver.compare(left, right) : '?') + '\n';
}).join(''));
