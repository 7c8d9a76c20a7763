FROM node:24-slim
WORKDIR /app
COPY visits.js .
VOLUME /data
EXPOSE 3000
CMD node visits.js
