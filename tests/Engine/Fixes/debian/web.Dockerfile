FROM debian:bookworm-slim
MAINTAINER Jane Doe <jane@example.com>
ENV PORT 8080
RUN apt-get update && apt-get install busybox

ADD site /srv/site
EXPOSE 8080/TCP
CMD busybox httpd -f -p 8080 -h /srv/site
