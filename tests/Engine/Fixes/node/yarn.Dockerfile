FROM node:24-slim
LABEL maintainer shop@example.com
WORKDIR /app
COPY package.json yarn.lock ./
COPY vendor vendor
RUN set -x \
    && yarn install --frozen-lockfile --production
COPY server.js .
ENTRYPOINT [ "node" ]
CMD [ "server.js" ]
