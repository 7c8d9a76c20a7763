# escape=`

# The Windows engine reads only the context's .dockerignore: copy the lines of this file's ignore file into it.

# The SDK for net10.0, on the same Windows release as the final image.
FROM mcr.microsoft.com/dotnet/sdk:10.0-windowsservercore-ltsc2025@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS build
WORKDIR /src

# Copy what restore reads first, so that a change of a source file does not repeat the restore.
COPY src/Api/Api.csproj src/Api/
COPY ["my packages/", "my packages/"]
RUN dotnet restore src/Api/Api.csproj -r win-x64 -p:Configuration=Release -p:UseAppHost=false

COPY . .
# ContainerGuard has already checked this project, so it is off in this build.
RUN dotnet publish src/Api/Api.csproj --no-restore -c Release -r win-x64 -p:UseAppHost=false `
    -p:ContainerGuardEnabled=false -o /app

# The ASP.NET Core runtime, in the variant from ContainerFamily.
# final is the image that ships: no SDK, no sources (CG2007).
FROM mcr.microsoft.com/dotnet/aspnet:10.0-windowsservercore-ltsc2025@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS final
COPY --from=build /app /app
WORKDIR /app
ENV ASPNETCORE_ENVIRONMENT=Production `
    ASPNETCORE_HTTP_PORTS=8080
EXPOSE 8080
LABEL org.opencontainers.image.base.digest=sha256:1111111111111111111111111111111111111111111111111111111111111111 `
    org.opencontainers.image.base.name=mcr.microsoft.com/dotnet/aspnet:10.0-windowsservercore-ltsc2025
USER ContainerAdministrator
# The orchestrator checks the health from outside.
HEALTHCHECK NONE
# Exec form: the app is PID 1 and receives the event of docker stop (CG6001).
ENTRYPOINT ["dotnet", "Api.dll"]
