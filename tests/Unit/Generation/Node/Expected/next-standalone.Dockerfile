# Node.js 24, the LTS release: the project names no version (engines.node, .nvmrc, .node-version, volta).
# build writes all files of the final image. It is the full image, which has the compilers for native modules.
FROM node:24@sha256:1111 AS build
WORKDIR /app
# Copy the manifests first, so that a change of a source file does not repeat the installation (CG7008).
COPY package-lock.json package.json ./
# The mount caches downloads.
RUN --mount=type=cache,id=npm,target=/root/.npm \
    npm ci
COPY . ./
RUN --mount=type=cache,id=next-web,target=/app/.next/cache \
    npm run build

# init provides tini as PID 1: Node.js is not designed for that, and would ignore signals (CG6003).
FROM node:24@sha256:1111 AS init
RUN apt-get update \
    && apt-get install -y --no-install-recommends "tini=0.19.*" \
    && rm -rf /var/lib/apt/lists/*

# final is the image that ships (CG2007), based on slim: Debian with only what Node.js needs.
FROM node:24-slim@sha256:1111 AS final
# Owned by root and read-only for the app: an attacker in the process cannot change its code.
COPY --from=init /usr/bin/tini-static /usr/bin/tini
COPY --from=build /app/.next/standalone /app
COPY --from=build /app/.next/static /app/.next/static
COPY --from=build /app/public /app/public
WORKDIR /app
ENV HOSTNAME=0.0.0.0 \
    NODE_ENV=production
EXPOSE 3000
LABEL org.opencontainers.image.base.digest=sha256:1111 \
    org.opencontainers.image.base.name=node:24-slim
# The base image's user node has this UID. Kubernetes' runAsNonRoot cannot verify a name (CG3002, CG3006).
USER 1000
# Folders that the app may write to: WORKDIR creates them for the user above. Mount volumes there to keep
# their files.
WORKDIR /app/.next/cache
WORKDIR /app
# The orchestrator checks the health from outside.
HEALTHCHECK NONE
# Exec form: tini forwards the signal of docker stop to node, without npm or a shell (CG6001, CG6002).
ENTRYPOINT ["/usr/bin/tini", "--", "node", "server.js"]
