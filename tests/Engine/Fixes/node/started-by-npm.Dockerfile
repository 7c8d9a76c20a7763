FROM node:24-slim
ENV NODE_ENV production
WORKDIR /app
ADD package.json package-lock.json /app
ADD vendor vendor
RUN npm install --production
COPY server.js build.js /app
CMD ["npm", "run", "start"]
CMD ["npm", "start"]
