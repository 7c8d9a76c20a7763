module.exports = 'Hello from the shop';
