# Node.js 24, the LTS release: the project names no version (engines.node, .nvmrc, .node-version, volta).
# build writes the files for browsers with Vite, once for all platforms. It is the full image, which has the
# compilers for native modules.
FROM --platform=$BUILDPLATFORM node:24@sha256:1111 AS build
WORKDIR /app
# Copy the manifests first, so that a change of a source file does not repeat the installation (CG7008).
COPY package-lock.json package.json ./
# The mount caches downloads.
RUN --mount=type=cache,id=npm,target=/root/.npm \
    npm ci
COPY . ./
RUN --mount=type=secret,id=env-production,target=/app/.env.production \
    npm run build

# The stable branch of nginx, in nginx's own image for a user that is not root. It writes only to /tmp.
FROM nginxinc/nginx-unprivileged:1.30-alpine@sha256:1111 AS final
# Owned by root and read-only, on any build machine: the server cannot change its files.
COPY --from=build --chmod=555 /app/dist/ /usr/share/nginx/html/shop/
COPY --chmod=444 <<'FILE' /etc/nginx/conf.d/default.conf
server {
    listen 8080;
    root /usr/share/nginx/html;
    server_tokens off;
    absolute_redirect off;
    gzip on;
    gzip_vary on;
    gzip_types text/css text/javascript application/javascript application/json application/manifest+json image/svg+xml;

    # The pages name the other files, so browsers ask for them again.
    location /shop/ {
        add_header Cache-Control "no-cache";
        # Routes that exist only in the browser get the page index.html.
        try_files $uri $uri/index.html /shop/index.html;
    }

    # The names have a hash of the content: browsers need not ask again.
    location /shop/assets/ {
        add_header Cache-Control "public, max-age=31536000, immutable";
        try_files $uri =404;
    }
    location = / {
        return 302 /shop/;
    }
}
FILE
EXPOSE 8080
LABEL org.opencontainers.image.base.digest=sha256:1111 \
    org.opencontainers.image.base.name=nginxinc/nginx-unprivileged:1.30-alpine
# The image's user nginx has this UID. Kubernetes' runAsNonRoot cannot verify a name (CG3002, CG3006).
USER 101
# On SIGQUIT nginx finishes open requests before it stops (CG6006).
STOPSIGNAL SIGQUIT
# The orchestrator checks the health from outside.
HEALTHCHECK NONE
# Exec form: the app is PID 1 and receives the signal of docker stop (CG6001).
ENTRYPOINT ["nginx", "-g", "daemon off;"]
