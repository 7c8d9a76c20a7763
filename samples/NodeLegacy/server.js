const http = require('http');

http.createServer((request, response) => response.end('Hello from a container that runs as root.\n')).listen(80);
