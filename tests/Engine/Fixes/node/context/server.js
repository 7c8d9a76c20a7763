const http = require('http');
const greeting = require('greeting');

const server = http.createServer((_, response) => response.end(greeting));
server.listen(process.env.PORT || 3000, () => console.log('listening'));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
