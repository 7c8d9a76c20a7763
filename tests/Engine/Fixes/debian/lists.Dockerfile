FROM debian:bookworm-slim
RUN apt-get update -qq
RUN ["apt-get", "install", "hello"]
COPY install /opt/
RUN /opt/install
RUN cd /tmp && (apt-get update && apt-get install time) && echo 'all of it' > done
RUN set -ex; \
    apt-get update; \
    apt-get install -y --no-install-recommends \
        tree; \
    tree --version
CMD ["sh", "-c", "hello && tree --noreport /tmp && cat /tmp/done && which time ed"]
