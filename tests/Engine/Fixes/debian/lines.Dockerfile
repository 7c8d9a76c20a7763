FROM --platform=$BUILDPLATFORM debian:bookworm-slim
RUN mkdir -p /srv/a \
    mkdir -p /srv/b
CMD ["ls", "/srv"]
