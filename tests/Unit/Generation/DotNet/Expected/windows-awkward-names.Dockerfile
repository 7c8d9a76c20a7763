# escape=`

# The Windows engine reads only the context's .dockerignore: copy the lines of this file's ignore file into it.

# The SDK for net10.0, on the same Windows release as the final image.
FROM mcr.microsoft.com/dotnet/sdk:10.0-nanoserver-ltsc2022@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS build
WORKDIR /src

# Copy what restore reads first, so that a change of a source file does not repeat the restore.
COPY ["My App (ü)/My `$App [[]1].csproj", "My App (ü)/"]
COPY ["my packages/", "my packages/"]
RUN dotnet restore "My App (ü)/My $App [1].csproj" -r win-x64 -p:Configuration=Release -p:UseAppHost=false

COPY . .
# ContainerGuard has already checked this project, so it is off in this build.
RUN dotnet publish "My App (ü)/My $App [1].csproj" --no-restore -c Release -r win-x64 -p:UseAppHost=false `
    -p:ContainerGuardEnabled=false -o /app

# The ASP.NET Core runtime, on Nano Server, the smallest Windows; ltsc2022 runs on Windows Server 2022 and
# later.
# final is the image that ships: no SDK, no sources (CG2007).
FROM mcr.microsoft.com/dotnet/aspnet:10.0-nanoserver-ltsc2022@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS final
COPY --from=build /app /app
WORKDIR /app
COPY ["certs/ca 1.crt", "/certs/"]
# Say so.
RUN echo one `
    echo two
ENV ASPNETCORE_ENVIRONMENT=Production `
    ASPNETCORE_HTTP_PORTS=8080 `
    Folder="C:\data" `
    Price="It's `$5 ``only`` `"now`""
EXPOSE 8080
LABEL org.opencontainers.image.base.digest=sha256:1111111111111111111111111111111111111111111111111111111111111111 `
    org.opencontainers.image.base.name=mcr.microsoft.com/dotnet/aspnet:10.0-nanoserver-ltsc2022
# The account in Windows images that is not an administrator (CG3002).
USER ContainerUser
# The orchestrator checks the health from outside.
HEALTHCHECK NONE
# Exec form: the app is PID 1 and receives the event of docker stop (CG6001).
ENTRYPOINT ["dotnet", "My $App [1].dll"]
