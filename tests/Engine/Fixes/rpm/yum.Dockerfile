FROM rockylinux:9
MAINTAINER The platform team
RUN yum install greeting && yum install farewell
CMD greeting
