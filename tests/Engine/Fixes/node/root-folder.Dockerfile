FROM node:24-slim
WORKDIR /root/shop
COPY . .
RUN npm install
EXPOSE 3000
CMD node server.js
