== addHost
addHost 'prometheus', groups: ['lxc_containers'], connection: 'pct', proxmox_vmid: 240, proxmox_vmtype: 'lxc'
== apt
apt upgrade: 'dist', updateCache: true, cacheValidTime: 1.hours, autoremove: true
== apt
apt 'nginx', state: 'latest', defaultRelease: 'bookworm-backports'
== assertThat
assertThat that: { host.facts.memory >= 2.GiB; 'web' in host.groups }, message: "${host.name} is too small"
== backup
backup vmid: 101, storage: 'backups', mode: 'snapshot', notes: 'before the upgrade', protect: true
== cephFlags
cephFlags set: ['noout', 'norebalance']
register 'flags'
== checkReboot
checkReboot()
register 'kernel'
== cluster
cluster quorate: true, online: ['pve1', 'pve2'], survives: ['pve1'], timeout: 2.minutes
== command
command 'docker', 'compose', '-f', '/opt/stacks/compose.yml', 'pull'
== command
command 'tar', 'xf', '/root/app.tar', chdir: '/opt', creates: '/opt/app'
== confirm
confirm "Update ${host.name} now?", timeout: 30.minutes, unanswered: 'stop'
== containerImages
containerImages projects: ['media'], registries: ['docker.io'], logins: ['docker.io': secret('docker/login')]
register 'images'
== copy
copy src: 'app.conf', dest: '/etc/app.conf', mode: '0640', owner: 'root', group: 'app', validate: 'app --check %s', backup: true
== copy
copy content: secret('app/token'), dest: '/etc/app.token'
== copy
copy src: 'scripts/', dest: '/opt/scripts', mode: 'preserve'
== debug
debug "${host.name} has ${host.facts.memory} bytes"
== dockerCompose
dockerCompose 'down', dir: '/opt/stacks/media', timeout: 2.minutes
== dockerCompose
dockerCompose 'stop', all: true, except: ['traefik']
== evacuate
evacuate containers: 'restart', stuck: 'stop', timeout: 30.minutes
== fail
when { host.facts.os.id != 'debian' }
fail 'this playbook is for Debian'
== file
file '/srv/app', state: 'directory', mode: '0750', owner: 'app', group: 'app'
== file
file '/etc/app/current', state: 'link', src: '/srv/app/v2', force: true
== grafanaDashboard
grafanaDashboard grafana: 'http://192.0.2.25:3000', token: secret('grafana/token'), src: 'steward-dashboard.json'
== grafanaDataSource
grafanaDataSource grafana: 'http://192.0.2.25:3000', token: secret('grafana/token'), uid: 'house', name: 'House', url: 'http://192.0.2.240:9090'
== guest
guest state: 'shutdown', timeout: 180.seconds, force: true
== guest
guest state: 'started', name: 'web-1'
== haResource
haResource vmid: 101, state: 'started', maxRestart: 2, maxRelocate: 1
== lineInFile
lineInFile '/etc/ssh/sshd_config', regexp: '^#?PermitRootLogin', line: 'PermitRootLogin prohibit-password', validate: 'sshd -t -f %s', backup: true
== lxc
lxc vmid: 240, hostname: 'prometheus', state: 'started', unprivileged: true,
    template: 'local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst',
    cores: 2, memory: 2.GiB, storage: 'local-zfs', rootfs: 16.GiB, features: [nesting: 1],
    net0: [name: 'eth0', bridge: 'vmbr1', ip: '192.0.2.240/24', gw: '192.0.2.1'], password: secret('prometheus/root')
== migrate
migrate 'pve2', name: 'web-1', withLocalDisks: true
== migrateBack
migrateBack timeout: 30.minutes, settle: 2.minutes
== mysql
mysql 'stopped', timeout: 2.minutes
== node
node state: 'shutdown', timeout: 5.minutes
== nodeMaintenance
nodeMaintenance state: 'enabled', timeout: 15.minutes
== nodeReboot
nodeReboot timeout: 20.minutes
== nodeUpdates
nodeUpdates cacheValidTime: 1.hours
register 'updates'
== nodeUpgrade
nodeUpgrade autoremove: true
== patch
patch 'apply', protect: 'snapshot', rollback: true, keep: 3.days, exclude: ['docker-ce'],
      verify: [units: true, ports: [443], urls: ['https://localhost/health'], within: 60.seconds]
== postgres
postgres 'stopped', mode: 'fast', timeout: 60.seconds
== poweroff
poweroff message: 'The battery is low', timeout: 3.minutes
== pveGet
pveGet '/cluster/resources', query: [type: 'vm']
register 'guests'
== reboot
when { upgrade.rebootRequired }
reboot message: 'Updated by Steward', timeout: 300.seconds
== redis
redis 'saved', password: secret('redis')
== rejoined
rejoined timeout: 10.minutes
== rollGates
rollGates policies: [votes: 'ask'], within: 10.minutes
== rollStopped
rollStopped()
== rollback
rollback 'before-upgrade', name: 'web-1', start: true
== script
script 'migrate.sh', args: ['--from', '1', '--to', '2'], chdir: '/opt/app', creates: '/opt/app/.migrated'
== service
service 'nginx', state: 'restarted', enabled: true
== setFact
setFact colour: 'blue', replicas: 3
== shell
shell "logger -t steward updated ${host.name}"
== shell
shell 'psql -f - app', stdin: 'vacuum analyze;'
== snapshot
snapshot 'before-upgrade', description: 'before the upgrade', vmstate: true, expires: 3.days
== startAll
startAll except: ['backup-1']
== stat
stat '/var/run/reboot-required'
register 'flag'
== stopAll
stopAll except: ['dns-1'], timeout: 120.seconds, workers: 8
== template
template src: 'upsmon.conf.tpl', dest: '/etc/nut/upsmon.conf', mode: '0640', vars: [ups: 'cyberpower@192.0.2.164']
notify 'restart nut'
== ups
ups 'test.battery.start.quick', name: 'cyberpower'
== uri
uri 'https://app.example.org/health', headers: [Authorization: secret('app/token')], status: 200
register 'health'
failedWhen { health.json.state != 'ok' }
retries 10, delay: 3.seconds
== vm
vm vmid: 300, name: 'build-1', state: 'started', cloneOf: 'debian-12', full: true, cores: 4, memory: 8.GiB,
   ipconfig0: [ip: '192.0.2.30/24', gw: '192.0.2.1'], ciuser: 'ops', sshKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFIJxMT3SRZNV2S8hpTGvTvPsBvk/V7w5hmVzkKJnIZo anna']
== waitFor
waitFor port: 5432, timeout: 2.minutes
== waitFor
waitFor path: '/var/lock/backup', state: 'absent', timeout: 1.hours
== waitForConnection
waitForConnection timeout: 5.minutes, delay: 10.seconds
== waitForJobs
waitForJobs processes: ['rsync', 'borg'], timeout: 3.minutes, onTimeout: 'abort'
== wakeOnLan
wakeOnLan 'bc:24:11:00:00:01', timeout: 10.minutes
