FROM node:24 as Build
WORKDIR /src
COPY . .
RUN npm install
RUN npm run build

FROM node:24-slim
WORKDIR /app
COPY --from=0 /src/dist dist
EXPOSE 3000
CMD node dist/server.js
