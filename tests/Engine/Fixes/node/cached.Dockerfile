FROM node:24-slim

# Create app directory
WORKDIR /app

# Install app dependencies
COPY package.json package-lock.json ./
COPY vendor vendor
RUN npm install --no-audit \
  && npm cache clean --force

# Bundle app source
COPY . .

EXPOSE 3000
CMD [ "node", "server.js" ]
