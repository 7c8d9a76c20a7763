FROM node:24-slim
COPY . /srv/shop
RUN chown -R node:node /srv/shop
WORKDIR /srv/shop
USER node
RUN npm install
CMD ["node", "server.js"]
