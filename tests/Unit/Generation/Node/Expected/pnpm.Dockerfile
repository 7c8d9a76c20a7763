# Node.js 24, the LTS release: the project names no version (engines.node, .nvmrc, .node-version, volta).
# base is the full image, which has the compilers for native modules.
FROM node:24@sha256:1111 AS base
# pnpm has the version of packageManager in package.json, otherwise a version that writes this lock file format.
RUN corepack enable \
    && corepack install --global pnpm@10.4.1
WORKDIR /app
# Copy the manifests first, so that a change of a source file does not repeat the installation (CG7008).
COPY package.json pnpm-lock.yaml ./

# dependencies installs only production packages (CG5002), in the versions of pnpm-lock.yaml (CG5001).
FROM base AS dependencies
# The mount caches downloads.
RUN --mount=type=cache,id=pnpm,target=/root/.local/share/pnpm/store \
    --mount=type=secret,id=npmrc,target=/app/.npmrc \
    pnpm install --prod --frozen-lockfile

# build also installs the development packages, and deletes all packages after the build.
FROM base AS build
# The mount caches downloads.
RUN --mount=type=cache,id=pnpm,target=/root/.local/share/pnpm/store \
    --mount=type=secret,id=npmrc,target=/app/.npmrc \
    pnpm install --frozen-lockfile
COPY . ./
RUN --mount=type=cache,id=next-web,target=/app/.next/cache \
    pnpm run build \
    && rm -rf node_modules

# init provides tini as PID 1: Node.js is not designed for that, and would ignore signals (CG6003).
FROM node:24@sha256:1111 AS init
RUN apt-get update \
    && apt-get install -y --no-install-recommends "tini=0.19.*" \
    && rm -rf /var/lib/apt/lists/*

# final is the image that ships (CG2007), based on slim: Debian with only what Node.js needs.
FROM node:24-slim@sha256:1111 AS final
# Owned by root and read-only for the app: an attacker in the process cannot change its code.
COPY --from=init /usr/bin/tini-static /usr/bin/tini
COPY --from=dependencies /app /app
COPY --from=build /app /app
WORKDIR /app
ENV NODE_ENV=production \
    PORT=4000
EXPOSE 4000
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
ENTRYPOINT ["/usr/bin/tini", "--", "node", "node_modules/next/dist/bin/next", "start"]
