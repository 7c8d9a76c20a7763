FROM rockylinux:9
RUN yum -y update
RUN yum -y install greeting ; \
    yum -y install \
      farewell
CMD ["sh", "-c", "greeting && farewell"]
