# Node.js 22, from .nvmrc.
# client builds web.client once for all platforms.
FROM --platform=$BUILDPLATFORM node:22@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS client
WORKDIR /src/web.client
# Copy the manifests first, so that a change of a source file does not repeat the installation (CG7008).
COPY web.client/package-lock.json web.client/package.json ./
# The Vite configuration asks dotnet for a development certificate. A build does not use it: empty files are enough.
RUN printf "#!/bin/sh\n: >\"\$4\"\n: >\"\${4%%.pem}.key\"\n" >/usr/local/bin/dotnet \
    && chmod 755 /usr/local/bin/dotnet
# The mount caches downloads.
RUN --mount=type=cache,id=npm,target=/root/.npm \
    --mount=type=secret,id=npmrc,target=/src/web.client/.npmrc \
    npm ci

COPY web.client ./
RUN npm run build \
    && rm -rf node_modules

# The SDK for net10.0.
# build runs on the builder's architecture and compiles for the target's.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS build
ARG TARGETARCH
WORKDIR /src
# The project's targets call node and npm. The stage client has already done this work, so empty programs
# replace these tools.
RUN printf '#!/bin/sh\n' >/usr/local/bin/node \
    && chmod 755 /usr/local/bin/node \
    && cp /usr/local/bin/node /usr/local/bin/npm

# Copy what restore reads first, so that a change of a source file does not repeat the restore.
COPY web/Web.csproj web/
COPY web.client/web.client.esproj web.client/
# The mount caches downloads. The packages stay in this layer, so a pruned cache cannot break publish (NETSDK1064).
RUN --mount=type=cache,id=nuget-http,target=/root/.local/share/NuGet/http-cache,sharing=locked \
    dotnet restore web/Web.csproj -a "$TARGETARCH" -p:Configuration=Release -p:UseAppHost=false -p:ShouldRunNpmInstall=false -p:ShouldRunBuildScript=false

COPY . .
# The output of Node.js, in the folder where dotnet publish expects it.
COPY --from=client /src/web.client /src/web.client
# ContainerGuard has already checked this project, so it is off in this build.
RUN dotnet publish web/Web.csproj --no-restore -c Release -a "$TARGETARCH" -p:UseAppHost=false \
    -p:ContainerGuardEnabled=false -p:ShouldRunNpmInstall=false -p:ShouldRunBuildScript=false -o /app

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
