# Node.js 24, the release with long-term support, as nothing in the project asks for another (engines.node,
# .nvmrc, .node-version, volta). client builds web/ClientApp, the same for every platform, and again only when
# something in there changes.
FROM --platform=$BUILDPLATFORM node:24@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS client
WORKDIR /src/web/ClientApp
# The manifests come before the sources, so that an edit of a source installs nothing again (CG7008).
COPY web/ClientApp/package-lock.json web/ClientApp/package.json ./
RUN --mount=type=cache,id=npm,target=/root/.npm \
    npm ci

COPY web/ClientApp ./
RUN npm run build -- --configuration production \
    && rm -rf node_modules

# The SDK of net10.0.
# build compiles on the builder's own architecture, for the target's.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS build
ARG TARGETARCH
WORKDIR /src
# Targets of the build call npm, whose work is done in the stage client: there is no Node.js here, and nothing
# to do.
RUN printf '#!/bin/sh\n' >/usr/local/bin/npm \
    && chmod 755 /usr/local/bin/npm

# What restore reads comes before the sources, so that an edit of a source does not restore again.
COPY web/Web.csproj web/
# The mount spares downloads. The packages stay in this layer, so that no pruned cache can part them from it (NETSDK1064).
RUN --mount=type=cache,id=nuget-http,target=/root/.local/share/NuGet/http-cache,sharing=locked \
    dotnet restore web/Web.csproj -a "$TARGETARCH" -p:Configuration=Release -p:UseAppHost=false

COPY . .
# Where dotnet publish looks for it: it puts it into the app as it does anywhere.
COPY --from=client /src/web/ClientApp /src/web/ClientApp
# A compiler server would compile this one project and be gone: the compiler runs by itself, which is quicker.
# ContainerGuard has checked this project already and does not run again inside the image's build.
RUN dotnet publish web/Web.csproj --no-restore -c Release -a "$TARGETARCH" -p:UseAppHost=false \
    -p:ContainerGuardEnabled=false -p:UseSharedCompilation=false -o /app

# The ASP.NET Core runtime, in its chiseled variant: the smallest that fits, without shell and package
# manager; -extra brings ICU and time zones, as globalization is not invariant.
# final is the image that ships, without the SDK and the sources (CG2007).
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS final
# Owned by root and not writable by the app's user: a process that is taken over cannot change its own code.
# A WORKDIR before this COPY would make the folder, and give it to that user.
COPY --from=build /app /app
WORKDIR /app
ENV ASPNETCORE_ENVIRONMENT=Production \
    ASPNETCORE_HTTP_PORTS=8080
EXPOSE 8080
# The base image's app user ($APP_UID), as the number that Kubernetes' runAsNonRoot can verify (CG3002, CG3006).
USER 1654
# Health is probed from outside, by the orchestrator: the image has no shell and no HTTP client.
HEALTHCHECK NONE
# The exec form: the app is the first process, and gets the signal of docker stop itself (CG6001).
ENTRYPOINT ["dotnet", "Web.dll"]
