from debian:bookworm-slim As Builder
arg NAME=site
WORKDIR /src
COPY pages/first.html pages/second.html /srv
run tar -czf /$NAME.tar.gz -C /srv .

FROM --platform=$TARGETPLATFORM debian:bookworm-slim as tools
RUN apt-get update && apt-get install -y busybox

FROM tools
RUN apt-get install -y hello && rm -rf /var/lib/apt/lists/*
COPY --from=0 /site.tar.gz /tmp/
RUN mkdir /srv/www && cd /srv/www && tar -xf /tmp/site.tar.gz
EXPOSE 127.0.0.1:8080:8080 8443/TCP
HEALTHCHECK NONE
HEALTHCHECK --interval=1s --retries=2 \
  CMD busybox wget -qO- localhost:8080/first.html || exit 1
ENTRYPOINT busybox httpd -f -p 8080 -h /srv/www
