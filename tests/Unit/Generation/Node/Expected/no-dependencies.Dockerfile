# init brings tini: the kernel gives process 1 no default for signals, and Node.js is not made to be it
# (CG6003).
FROM node:22@sha256:1111 AS init
RUN apt-get update \
    && apt-get install -y --no-install-recommends "tini=0.19.*" \
    && rm -rf /var/lib/apt/lists/*

# Node.js 22, as engines.node in package.json asks for 22.x. final is the image that ships (CG2007), on slim:
# Debian with what Node.js needs, and no more.
FROM node:22-slim@sha256:1111 AS final
# Owned by root and not writable by the application's user: a process that is taken over cannot change its own code.
COPY --from=init /usr/bin/tini-static /usr/bin/tini
COPY . /app/
WORKDIR /app
ENV NODE_ENV=production
LABEL org.opencontainers.image.base.digest=sha256:1111 \
    org.opencontainers.image.base.name=node:22-slim
# The base image's user node, as the number that Kubernetes' runAsNonRoot can verify (CG3002, CG3006).
USER 1000
# Health is probed from outside, by the orchestrator.
HEALTHCHECK NONE
# The exec form: tini passes the signal of docker stop on to node, with no shell or npm between (CG6001, CG6002).
ENTRYPOINT ["/usr/bin/tini", "--", "node", "index.mjs"]
