# Node.js 24, the LTS release: the project names no version (engines.node, .nvmrc, .node-version, volta).
# base is the full image, which has the compilers for native modules.
FROM node:24@sha256:1111 AS base
# yarn has the version of packageManager in package.json, otherwise a version that writes this lock file format.
RUN corepack enable \
    && corepack install --global yarn@4
WORKDIR /app
# Install into node_modules, where node finds the packages. The cache stays out of the image.
ENV YARN_ENABLE_GLOBAL_CACHE=true \
    YARN_NODE_LINKER=node-modules
# Copy the manifests first, so that a change of a source file does not repeat the installation (CG7008).
COPY package.json yarn.lock ./
COPY apps/api/package.json apps/api/
COPY libs/core/package.json libs/core/

# dependencies installs only production packages (CG5002), in the versions of yarn.lock (CG5001).
FROM base AS dependencies
# The mount caches downloads.
RUN --mount=type=cache,id=yarn,target=/root/.yarn/berry/cache,sharing=locked \
    yarn workspaces focus --production @corp/api

# build also installs the development packages, and deletes all packages after the build.
FROM base AS build
# The mount caches downloads.
RUN --mount=type=cache,id=yarn,target=/root/.yarn/berry/cache,sharing=locked \
    yarn install --immutable
COPY . ./
RUN yarn workspace @corp/core run build \
    && find . -name node_modules -prune -exec rm -rf {} + \
    && rm -f .yarn/install-state.gz

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
WORKDIR /app/apps/api
ENV NODE_ENV=production
EXPOSE 8080
LABEL org.opencontainers.image.base.digest=sha256:1111 \
    org.opencontainers.image.base.name=node:24-slim
# The base image's user node has this UID. Kubernetes' runAsNonRoot cannot verify a name (CG3002, CG3006).
USER 1000
# The orchestrator checks the health from outside.
HEALTHCHECK NONE
# Exec form: tini forwards the signal of docker stop to node, without npm or a shell (CG6001, CG6002).
ENTRYPOINT ["/usr/bin/tini", "--", "node", "server.js"]
