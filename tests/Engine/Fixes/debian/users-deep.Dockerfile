FROM debian:bookworm-slim
COPY shop/ /opt/apps/sales/
RUN chown -R www-data:www-data /opt/apps/sales
WORKDIR /opt/apps
user www-data
CMD ["sh", "-c", "id -u; stat -c '%U %n' . sales sales/prices; touch sales/written && ! touch written 2>/dev/null && echo as it should be"]
