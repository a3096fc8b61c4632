// Prometheus in a container of its own, for history beyond what Proxmox VE keeps. It scrapes Steward, which exports Proxmox VE under the
// names of prometheus-pve-exporter, the UPSes, and its own runs: Proxmox VE itself has no address that Prometheus could scrape.
//
//   steward run playbooks/provision-prometheus-lxc.groovy -i inventory --check --diff
//   steward run playbooks/provision-prometheus-lxc.groovy -i inventory -e '{storage: local-zfs, grafana: "http://192.0.2.25:3000"}'
//   steward run playbooks/provision-prometheus-lxc.groovy -i inventory -e state=absent     container, data source and dashboard go
//
// Before: in steward.yml 'server: {metrics: {bind: …, port: 9221, token: …}}', so that the container reaches Steward; the same token as secret
// 'metrics/token'; with Grafana the token of a service account whose role is Admin as secret 'grafana/token'. The node has the template
// (pveam download local ubuntu-24.04-standard_24.04-2_amd64.tar.zst), and Steward the way to the node by SSH for 'pct', or an inventory
// with 'plugin: proxmox' that knows it. Nothing else of the cluster is touched; without the container all goes on as before.
playbook('Provision Prometheus') {

    vars state: ask('present', 'present, or absent: container, data source and dashboard go'),
         node: ask('pve1', 'The node it is made on'),
         vmid: ask(240, 'Its id'),
         hostname: ask('prometheus', 'Its name'),
         template: ask('local:vztmpl/ubuntu-24.04-standard_24.04-2_amd64.tar.zst', 'What it is made of; Debian or Ubuntu'),
         storage: ask('local-zfs', 'Where its disk lies'),
         disk: ask(16.GiB, 'The size of its disk'),
         bridge: ask('vmbr1', 'The bridge it hangs at'),
         address: ask('192.0.2.240/24', 'Its address, with the length of the prefix'),
         gateway: ask('192.0.2.1', 'Its gateway'),
         bind: ask('0.0.0.0:9090', 'Where Prometheus listens in it'),
         interval: ask(30.seconds, 'How often it scrapes'),
         retention: ask(30.days, 'How long it keeps what it scraped'),
         keepSize: ask('12GB', 'At most so much of it; the oldest goes first'),
         steward: ask('http://192.0.2.10:9221', 'Where it finds Steward: bind and port of server.metrics in steward.yml'),
         clusters: ask(['home'], 'The clusters, as steward.yml names them'),
         nodes: ask(['pve1', 'pve2'], 'Their nodes'),
         grafana: ask('', 'Grafana, as http://192.0.2.25:3000; empty: without')

    def prometheus = "http://${address.tokenize('/').first()}:${bind.tokenize(':').last()}"
    def pause = interval > 10.seconds ? 3.seconds : 500.milliseconds
    def targets = 2 + clusters.size() + nodes.size()

    if (state == 'present') {
        play('The container') {
            hosts node
            anyErrorsFatal()

            tasks {
                task('Who has the id') {
                    pveGet '/cluster/resources', query: [type: 'vm']
                    register 'before'
                }
                task('Nobody else') {
                    assertThat that: { before.data.every { it.vmid != vmid || it.name == hostname } },
                            message: "guest ${vmid} is somebody else; say another vmid, or its hostname"
                }
                task('What is asked for can be done') {
                    assertThat { retention >= 1.days; interval >= 1.seconds; steward.startsWith('http') && steward.tokenize('/').size() == 2; address.contains('/') }
                }
                task('The secret is there') { debug "Prometheus opens Steward with ${secret('metrics/token')}" }
                task('The container runs') {
                    lxc vmid: vmid, hostname: hostname, state: 'started', unprivileged: true, template: template, onboot: true,
                            cores: 2, memory: 2.GiB, storage: storage, rootfs: disk, features: [nesting: 1],
                            net0: [name: 'eth0', bridge: bridge, ip: address, gw: gateway]
                }
                task('Is it there now') {
                    pveGet '/cluster/resources', query: [type: 'vm']
                    register 'after'
                }
                task('The next play goes on in it') {
                    when { after.data.any { it.vmid == vmid } }
                    addHost hostname, connection: 'pct', proxmox_vmid: vmid, proxmox_vmtype: 'lxc'
                    changedWhen { false }
                }
            }
        }

        play('Prometheus') {
            hosts hostname
            anyErrorsFatal()

            tasks {
                task('It has come up') { waitForConnection timeout: 2.minutes }
                task('Install Prometheus') {
                    apt 'prometheus', updateCache: true, cacheValidTime: 1.hours, recommends: false
                    // a container that has just started may be without a network for some seconds
                    retries 5, delay: 5.seconds
                }
                task('Folder of rules') { file '/etc/prometheus/rules', state: 'directory', mode: '0755', owner: 'root', group: 'root' }
                task('Alert rules') {
                    copy src: 'steward-alerts.yml', dest: '/etc/prometheus/rules/steward.yml', mode: '0644', owner: 'root', group: 'root',
                            validate: 'promtool check rules %s'
                    notify 'configuration changed'
                }
                task('What opens Steward to it') {
                    copy content: secret('metrics/token'), dest: '/etc/prometheus/steward.token', mode: '0640', owner: 'root', group: 'prometheus'
                }
                task('What it scrapes') {
                    template src: 'prometheus.yml.tpl', dest: '/etc/prometheus/prometheus.yml', mode: '0644', owner: 'root', group: 'root',
                            validate: 'promtool check config %s', backup: true,
                            vars: [listen: bind.replace('0.0.0.0', 'localhost'), scheme: steward.tokenize(':').first(),
                                   steward: steward.tokenize('/').last(), interval: interval.toSeconds(),
                                   jobs: [[name: 'pve-cluster', cluster: 1, node: 0, targets: clusters], [name: 'pve', cluster: 0, node: 1, targets: nodes]]]
                    notify 'configuration changed'
                }
                task('How long it keeps, and where it listens') {
                    lineInFile '/etc/default/prometheus', regexp: '^ARGS=', create: true, backup: true,
                            line: "ARGS=\"--storage.tsdb.retention.time=${retention.toSeconds()}s --storage.tsdb.retention.size=${keepSize} --web.listen-address=${bind}\""
                    notify 'arguments changed'
                }
                task('It starts with the container') { service 'prometheus', state: 'started', enabled: true }
                flushHandlers()
                task('Prometheus is ready') {
                    uri "${prometheus}/-/ready"
                    retries 15, delay: 2.seconds
                }
                block('Both nodes, the clusters and Steward are up') {
                    task('Every target is up') {
                        uri "${prometheus}/api/v1/targets?state=active"
                        register 'active'
                        failedWhen {
                            active.status != 200 || targets != active.json.data.activeTargets
                                    .count { it.health == 'up' && (it.labels.job == 'prometheus' || it.scrapeUrl.startsWith(steward)) }
                        }
                        retries 25, delay: pause
                    }
                } rescue {
                    task('Say which are not') {
                        fail "these ${targets} targets shall be up: ${active.status != 200 ? active.message : active.json.data.activeTargets.collect { it.labels.job + ' ' + it.labels.instance + ' ' + it.health + ' ' + it.lastError }}. Where one says 401, the secret metrics/token is not the token of server.metrics in steward.yml"
                    }
                }
                task('Evidence: what up says') {
                    uri "${prometheus}/api/v1/query?query=up"
                    register 'up'
                }
                task('Say it') { debug up.json.data.result.collect { it.metric.job + ' ' + it.metric.instance + ' ' + it.value.last() } }
            }
            handlers {
                // not reloaded: a Prometheus that has just been started dies of the SIGHUP, and systemd takes that for an end it wished for
                handler('Restart Prometheus') {
                    service 'prometheus', state: 'restarted'
                    listen 'arguments changed', 'configuration changed'
                }
            }
        }
    }

    if (state == 'present' && grafana != '') {
        play('Grafana') {
            hosts 'localhost'

            tasks {
                task('Dashboard') { grafanaDashboard grafana: grafana, token: secret('grafana/token'), src: 'steward-dashboard.json' }
                task('Data source') {
                    grafanaDataSource grafana: grafana, token: secret('grafana/token'), uid: 'steward-prometheus', name: 'Prometheus of Steward',
                            url: prometheus, jsonData: [httpMethod: 'POST', timeInterval: "${interval.toSeconds()}s"]
                    retries 3, delay: 5.seconds
                }
            }
        }
    }

    if (state != 'present') {
        play('Without it') {
            hosts node

            tasks {
                task('The word is understood') { assertThat that: { state == 'absent' }, message: "state is present or absent, not ${state}" }
                // neither waits for the other: a cluster or a Grafana that does not answer leaves nothing of the other behind
                block('The container') {
                    task('The container is gone') { lxc vmid: vmid, state: 'absent', consent: hostname, force: true, purge: true }
                } always {
                    task('The dashboard is gone') {
                        when { grafana != '' }
                        grafanaDashboard grafana: grafana, token: secret('grafana/token'), src: 'steward-dashboard.json', state: 'absent'
                    }
                    task('The data source is gone') {
                        when { grafana != '' }
                        grafanaDataSource grafana: grafana, token: secret('grafana/token'), uid: 'steward-prometheus', state: 'absent'
                    }
                }
            }
        }
    }
}
