FROM node:24
MAINTAINER shop@example.com

RUN mkdir -p /usr/src/app
WORKDIR /usr/src/app

ENV PORT 3000
ENV NODE_PATH /usr/src/app/lib

ADD . /usr/src/app/
RUN npm install

EXPOSE 3000
CMD node server.js
