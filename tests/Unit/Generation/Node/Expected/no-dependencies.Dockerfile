# init provides tini as PID 1: Node.js is not designed for that, and would ignore signals (CG6003).
FROM node:22@sha256:1111 AS init
RUN apt-get update \
    && apt-get install -y --no-install-recommends "tini=0.19.*" \
    && rm -rf /var/lib/apt/lists/*

# Node.js 22, from engines.node in package.json (22.x).
# final is the image that ships (CG2007), based on slim: Debian with only what Node.js needs.
FROM node:22-slim@sha256:1111 AS final
# Owned by root and read-only for the app: an attacker in the process cannot change its code.
COPY --from=init /usr/bin/tini-static /usr/bin/tini
COPY . /app/
WORKDIR /app
ENV NODE_ENV=production
LABEL org.opencontainers.image.base.digest=sha256:1111 \
    org.opencontainers.image.base.name=node:22-slim
# The base image's user node has this UID. Kubernetes' runAsNonRoot cannot verify a name (CG3002, CG3006).
USER 1000
# The orchestrator checks the health from outside.
HEALTHCHECK NONE
# Exec form: tini forwards the signal of docker stop to node, without npm or a shell (CG6001, CG6002).
ENTRYPOINT ["/usr/bin/tini", "--", "node", "index.mjs"]
