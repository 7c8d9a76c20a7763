FROM debian:bookworm-slim
LABEL maintainer "The shop team"
LABEL description This image sells   things
ARG USER_ID=100123
RUN groupadd -g 5000 shop && useradd -u $USER_ID -g shop -m shop
COPY shop/ /opt/sales
RUN chown -R shop:shop /opt/sales
USER shop
CMD ["/bin/sh", "-c", "id -u; stat -c '%U %G %n' /opt /opt/sales /opt/sales/* /opt/sales/*/*; touch /opt/sales/written && echo written"]
