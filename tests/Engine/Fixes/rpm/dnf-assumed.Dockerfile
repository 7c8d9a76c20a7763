from fedora:41
run dnf -y install greeting \
 && dnf -y install farewell
Cmd farewell
