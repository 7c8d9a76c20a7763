// Counts its visits in a folder that outlives the container.
const fs = require('fs');
const http = require('http');

http.createServer((_, response) => {
  fs.appendFileSync('/data/visits', '.');
  response.end(`visit ${fs.readFileSync('/data/visits').length}`);
}).listen(3000);
