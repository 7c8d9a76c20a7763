# Node.js 24, the release with long-term support, as nothing in the project asks for another (engines.node,
# .nvmrc, .node-version, volta). base is what every install begins with: the full image, whose compilers
# native modules are built with.
FROM node:24@sha256:1111 AS base
WORKDIR /app
# The manifests come before the sources, so that an edit of a source installs nothing again (CG7008).
COPY package-lock.json package.json ./

# dependencies is what ships: nothing that only development needs (CG5002), in the versions of
# package-lock.json (CG5001). The mount spares downloads.
FROM base AS dependencies
RUN --mount=type=cache,id=npm,target=/root/.npm \
    npm ci --omit=dev

# init brings tini: the kernel gives process 1 no default for signals, and Node.js is not made to be it
# (CG6003).
FROM node:24@sha256:1111 AS init
RUN apt-get update \
    && apt-get install -y --no-install-recommends "tini=0.19.*" \
    && rm -rf /var/lib/apt/lists/*

# final is the image that ships (CG2007), on the base image that ContainerBaseImage names.
FROM registry.corp/base/node:24@sha256:1111 AS final
# Owned by root and not writable by the application's user: a process that is taken over cannot change its own code.
COPY --from=init /usr/bin/tini-static /usr/bin/tini
COPY --from=dependencies ["/app", "/srv/my app"]
COPY [".", "/srv/my app/"]
WORKDIR "/srv/my app"
ENV NODE_ENV=production
EXPOSE 8080
LABEL org.opencontainers.image.base.digest=sha256:1111 \
    org.opencontainers.image.base.name=registry.corp/base/node:24
USER 2000:2000
# Health is probed from outside, by the orchestrator.
HEALTHCHECK NONE
# The exec form: tini passes the signal of docker stop on to node, with no shell or npm between (CG6001, CG6002).
ENTRYPOINT ["/usr/bin/tini", "--", "node", "server.js"]
