#!/bin/bash
# A SLURM cluster of this machine alone, in a folder of its own: nothing is installed. Debian's packages are unpacked in build/slurm, and the two
# daemons run as long as the command does. Needs root, since slurmd starts tasks as their users.
#
#   test/cluster/slurm.sh COMMAND ...       runs a command with sbatch, squeue and scontrol on its path
#
# The exit status is that of the command; 3 where the packages cannot be had or the daemons do not start.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)/build/slurm
packages=(libhwloc15 liblua5.1-0 libmunge2 slurm-client slurm-wlm-basic-plugins slurmctld slurmd)
triplet=$(uname -m)-linux-gnu

missing() {
    echo "NOT TESTED: $1" >&2
    exit 3
}

[ "$(id -u)" = 0 ] || missing "slurmd needs root."
if [ ! -e "$root/unpacked" ]; then
    command -v apt-get > /dev/null || missing "this is no Debian."
    mkdir -p "$root/packages" "$root/system"
    (cd "$root/packages" && apt-get -qq download "${packages[@]}") || missing "the packages of SLURM cannot be downloaded."
    for package in "$root"/packages/*.deb; do dpkg -x "$package" "$root/system"; done
    for program in slurmd slurmctld slurmstepd; do ln -sf "$program-wlm" "$root/system/usr/sbin/$program"; done
    touch "$root/unpacked"
fi

run=$(mktemp -d)
host=$(hostname -s)
export SLURM_CONF=$run/slurm.conf
export LD_LIBRARY_PATH=$root/system/usr/lib/$triplet:$root/system/usr/lib/$triplet/slurm-wlm
export PATH=$root/system/usr/bin:$PATH
read -r controller_port node_port < <(python3 - << 'PYTHON'
import socket
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*(each.getsockname()[1] for each in sockets))
PYTHON
)
mkdir "$run/state" "$run/spool"
cat > "$SLURM_CONF" << CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$controller_port
SlurmdPort=$node_port
AuthType=auth/none
CredType=cred/none
SlurmUser=root
PluginDir=$root/system/usr/lib/$triplet/slurm-wlm
StateSaveLocation=$run/state
SlurmdSpoolDir=$run/spool
SlurmctldPidFile=$run/slurmctld.pid
SlurmdPidFile=$run/slurmd.pid
SlurmctldLogFile=$run/slurmctld.log
SlurmdLogFile=$run/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/linux
JobCompType=jobcomp/filetxt
JobCompLoc=$run/completed
MailProg=/bin/true
SlurmdParameters=config_overrides
NodeName=$host NodeAddr=127.0.0.1 CPUs=16 RealMemory=65536 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES State=UP
CONF
printf 'CgroupPlugin=cgroup/v1\n' > "$run/cgroup.conf"

"$root/system/usr/sbin/slurmctld" -D -f "$SLURM_CONF" > "$run/slurmctld.out" 2>&1 &
controller=$!
"$root/system/usr/sbin/slurmd" -D -f "$SLURM_CONF" -N "$host" -d "$root/system/usr/sbin/slurmstepd" > "$run/slurmd.out" 2>&1 &
node=$!
stop() {
    kill "$node" "$controller" 2> /dev/null || true
    wait "$node" "$controller" 2> /dev/null || true
    rm -rf "$run"
}
trap stop EXIT
for _ in $(seq 60); do
    [ "$(sinfo -h -o %T 2> /dev/null || true)" = idle ] && break
    sleep 0.5
done
if [ "$(sinfo -h -o %T 2> /dev/null || true)" != idle ]; then
    tail -n 5 "$run"/*.log "$run"/*.out >&2
    missing "the daemons of SLURM do not start here."
fi
export SLURM_COMPLETED=$run/completed
"$@"
