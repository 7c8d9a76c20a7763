FROM fedora:41
RUN set -e; dnf install \
    # the words
    greeting \
    farewell
ENTRYPOINT ["sh", "-c"]
CMD ["greeting; farewell"]
