# nuget-feed is a package source outside the build context. Pass it with --build-context nuget-feed=<folder>.
FROM scratch AS nuget-feed

# The SDK for net10.0.
# build runs on the builder's architecture and compiles for the target's.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG TARGETARCH
WORKDIR /src

# Copy what restore reads first, so that a change of a source file does not repeat the restore.
COPY nuget.config ./
COPY app/app.csproj app/
# The mount caches downloads. The packages stay in this layer, so a pruned cache cannot break publish (NETSDK1064).
RUN --mount=type=cache,id=nuget-http,target=/root/.local/share/NuGet/http-cache,sharing=locked \
    --mount=type=bind,from=nuget-feed,target=/feed \
    dotnet restore app/app.csproj -a "$TARGETARCH" -p:Configuration=Release -p:UseAppHost=false

COPY . .
# A single project compiles faster without the compiler server.
# ContainerGuard has already checked this project, so it is off in this build.
RUN dotnet publish app/app.csproj --no-restore -c Release -a "$TARGETARCH" -p:UseAppHost=false \
    -p:ContainerGuardEnabled=false -p:UseSharedCompilation=false -o /app

# The ASP.NET Core runtime, in the variant from ContainerFamily; -extra adds ICU and time zones.
# final is the image that ships: no SDK, no sources (CG2007).
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-composite-extra AS final
# Owned by root and read-only for the app: an attacker in the process cannot change its code.
# WORKDIR comes after COPY: before it, WORKDIR would create the folder and give it to the app's user.
COPY --from=build /app /app
WORKDIR /app
ENV ASPNETCORE_ENVIRONMENT=Production \
    ASPNETCORE_HTTP_PORTS=8080
EXPOSE 8080
LABEL net.dot.runtime.majorminor=10.0 \
    org.opencontainers.image.base.name=mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-composite-extra \
    org.opencontainers.image.version=1.0.0
# The base image's user app ($APP_UID) has this UID. Kubernetes' runAsNonRoot cannot verify a name (CG3002, CG3006).
USER 1654
# The orchestrator checks the health from outside, because the image has no shell and no HTTP client.
HEALTHCHECK NONE
# Exec form: the app is PID 1 and receives the signal of docker stop (CG6001).
ENTRYPOINT ["dotnet", "app.dll"]
