FROM opensuse/leap:15.6
ENV WORDS "greeting farewell"
RUN for word in $WORDS; do zypper -n install $word; done
CMD for word in $WORDS; do $word; done
