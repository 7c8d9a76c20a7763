FROM debian:bookworm-slim
MAINTAINER The <settings> team, room 1
ENV A one
ENV B  two   words  
ENV PATH /opt/tools/bin:$PATH
ENV C ${A}-$B
ENV D "in  quotes"
ENV E 'single $A'
ENV F -Xmx64m -Dname=value
ENV G a=b
ENV H =b
ENV I a # no comment
ENV J back\slash\ and\ more
ENV L ["a","b"]
ENV M ~/*.txt && ls; (x)
ENV N goes \
    on
ENV O	tab by tab
ENV P ${A:+there} ${Z:-default value}
LABEL one value
LABEL two  of "them"
LABEL "three" is quoted
LABEL four $A ${B}
STOPSIGNAL SIGINT
VOLUME /var/data
EXPOSE 53/UDP 8080:80/tcp 7000-7001
ONBUILD ADD . /src
ONBUILD RUN apt-get install hello
CMD ["env"]
CMD ["sh", "-c", "env -u HOME -u HOSTNAME | sort"]
