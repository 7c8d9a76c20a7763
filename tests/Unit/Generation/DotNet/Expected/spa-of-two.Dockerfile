# Node.js 24, the LTS release: the project names no version (engines.node, .nvmrc, .node-version, volta).
# client builds web/shop app once for all platforms.
FROM --platform=$BUILDPLATFORM node:24@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS client
WORKDIR "/src/web/shop app"
# Copy the manifests first, so that a change of a source file does not repeat the installation (CG7008).
COPY ["web/shop app/.yarnrc", "web/shop app/package.json", "web/shop app/yarn.lock", "./"]
# The mount caches downloads.
RUN --mount=type=cache,id=yarn-classic,target=/usr/local/share/.cache/yarn,sharing=locked \
    yarn install --frozen-lockfile

COPY ["web/shop app", "./"]
RUN yarn build \
    && rm -rf node_modules

# Node.js 24, the LTS release: the project names no version (engines.node, .nvmrc, .node-version, volta).
# client-2 builds admin once for all platforms.
FROM --platform=$BUILDPLATFORM node:24@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS client-2
WORKDIR /src/admin

COPY admin ./
RUN npm run build

# The SDK for net10.0.
# build runs on the builder's architecture and compiles for the target's.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS build
ARG TARGETARCH
WORKDIR /src
# The project's targets call npm and yarn. The stage client has already done this work, so empty programs
# replace these tools.
RUN printf '#!/bin/sh\n' >/usr/local/bin/npm \
    && chmod 755 /usr/local/bin/npm \
    && cp /usr/local/bin/npm /usr/local/bin/yarn

# Copy what restore reads first, so that a change of a source file does not repeat the restore.
COPY web/Web.csproj web/
# The mount caches downloads. The packages stay in this layer, so a pruned cache cannot break publish (NETSDK1064).
RUN --mount=type=cache,id=nuget-http,target=/root/.local/share/NuGet/http-cache,sharing=locked \
    dotnet restore web/Web.csproj -a "$TARGETARCH" -p:Configuration=Release -p:UseAppHost=false

COPY . .
# The output of Node.js, in the folder where dotnet publish expects it.
COPY --from=client ["/src/web/shop app", "/src/web/shop app"]
COPY --from=client-2 /src/admin /src/admin
# A single project compiles faster without the compiler server.
# ContainerGuard has already checked this project, so it is off in this build.
RUN dotnet publish web/Web.csproj --no-restore -c Release -a "$TARGETARCH" -p:UseAppHost=false \
    -p:ContainerGuardEnabled=false -p:UseSharedCompilation=false -o /app

# The ASP.NET Core runtime, chiseled: no shell, no package manager; -extra adds ICU and time zones.
# final is the image that ships: no SDK, no sources (CG2007).
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS final
# Owned by root and read-only for the app: an attacker in the process cannot change its code.
# WORKDIR comes after COPY: before it, WORKDIR would create the folder and give it to the app's user.
COPY --from=build /app /app
WORKDIR /app
ENV ASPNETCORE_ENVIRONMENT=Production \
    ASPNETCORE_HTTP_PORTS=8080
EXPOSE 8080
# The base image's user app ($APP_UID) has this UID. Kubernetes' runAsNonRoot cannot verify a name (CG3002, CG3006).
USER 1654
# The orchestrator checks the health from outside, because the image has no shell and no HTTP client.
HEALTHCHECK NONE
# Exec form: the app is PID 1 and receives the signal of docker stop (CG6001).
ENTRYPOINT ["dotnet", "Web.dll"]
