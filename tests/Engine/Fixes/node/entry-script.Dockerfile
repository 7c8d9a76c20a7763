FROM node:24-slim
WORKDIR /app
COPY . .
RUN npm ci
RUN cat > /usr/local/bin/entry.sh <<'EOF' && chmod +x /usr/local/bin/entry.sh
#!/bin/bash
echo "starting as $(id -un)"
export PORT=${PORT:-3000}
"$@"
EOF
ENTRYPOINT ["entry.sh"]
CMD ["node", "server.js"]
