// Converted from site.yml. All of it was.
// 'db_password' was asked for unseen: put it into the secrets file under this name.
// Commands are killed here after 60 s unless their task says otherwise; those of Ansible had no limit, so each says 'timeout 1.hours' now.
// What src names is looked for beside this playbook, and in its folder 'files': take those files along where you put it elsewhere.
// Every value in a shell line is quoted here; write ${raw(value)} where a value shall be several words.
// A value in a command is one word here; there it was as many as it holds. Write several as several.
// A pause is asked on the page and at the terminal: there people go on at once or stop the host.
// Given by -e or by the inventory (by both: the inventory holds here, -e there), and parameters with the defaults that stood there: greeting, skip_htop, target.
// Read from the inventory alone, since nothing here gives them a value: app_dir. One that you give by -e goes into vars; a condition takes one that is missing for nothing, where Ansible fails; true and false stand in a text as they are here, and as True and False there.
playbook('Site') {

    vars packages: ['nginx', 'curl'],
         port: 8080,
         release: ask('1.0', 'Which release'),
         db_password: secret('db_password'),
         skip_htop: false,
         greeting: 'Hello',
         target: 'db'

    play('Web servers') {
        hosts 'web:!staging'
        serial 1, '30%'
        maxFailPercentage 20
        become()
        anyErrorsFatal()
        environment LANG: 'C.UTF-8'

        tasks {
            task('Who is there') {
                command 'uname', '-r'
                register 'kernel'
                changedWhen { false }
                timeout 1.hours
            }
            flushHandlers()
            task('Packages') {
                apt name: packages, state: 'present', updateCache: true, cacheValidTime: 1.hours
                notify 'restart nginx'
            }
            task('Old syntax') {
                when { host.facts.packageManager == 'apt' && !(host.vars.skip_htop ?: skip_htop) }
                apt name: ['htop'], state: 'latest'
                tags 'tools', 'never-mind'
            }
            task('copy') {
                copy content: "release=${release}\n", dest: '/etc/release.conf', mode: '0640', owner: 'root'
                notify 'restart nginx', 'tell'
            }
            task('Folders') {
                loop { [[name: 'a', mode: '0700'], [name: 'b']] }
                file path: "/srv/${item.name}", state: 'directory', mode: item?.mode != null ? item?.mode : '0755'
            }
            task('Services') {
                loop { ['nginx', 'cron'] }
                service name: item, state: 'started', enabled: true
            }
            task('Line') {
                lineInFile path: '/etc/nginx.conf', regexp: '^worker', line: "worker ${host.facts.cpus};"
            }
            task('Config') {
                copy dest: '/etc/plain.conf', src: 'templates/plain.conf'
            }
            task('Ask it') {
                delegateTo 'localhost'
                uri url: "http://${host.name}:${port}/health", status: 200, followRedirects: true
                register 'health'
                failedWhen { health.failed || !(health.status == 200 && health.content.contains('ok')) }
                retries 5, delay: 10.seconds
                become(false)
            }
            task('Shell with values') {
                shell """set -e
echo ${release} > /tmp/${host.name}.txt
docker ps --format '{{.Names}}'""", chdir: '/tmp', creates: '/tmp/x'
                register 'out'
                failedWhen { out.rc != 0 && !out.stdout.contains('exists') }
                timeout 1.hours
                noLog()
            }
            task('When of all shapes') {
                when { (out.changed || kernel.stdout.contains('pve')) && release != '' && release in ['1.0', '2.0'] && host.vars.app_dir != null && host.groups.contains('web') && !out.failed && kernel.rc == 0 }
                debug "${out.lines.size()} lines on ${host.facts.hostname}"
            }
            block('Guarded') {
                when { !health.failed }
                tags 'guarded'
                task('May fail') {
                    command '/bin/false'
                    timeout 1.hours
                    ignoreErrors()
                }
                task('Greet') {
                    debug host.vars.greeting != null ? host.vars.greeting : greeting
                }
                task('Greet (2)') {
                    debug 'again'
                }
            } rescue {
                task('fail') {
                    fail message: "not on ${host.name}"
                }
            } always {
                task('Remember') {
                    setFact deployed: true, half: port / 2
                }
            }
            flushHandlers()
            block('From tasks/more.yml') {
                when { host.vars.deployed in [true, 1, 'true', 'True', 'TRUE', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', '1'] }
                task('Greet (3)') {
                    debug "Hi ${release}"
                }
                task('Greet (4)') {
                    debug 'again'
                }
            }
            task('assert') {
                assertThat(message: 'too low') { host.vars.deployed; port > 80 }
            }
            task('Bash') {
                command '/bin/bash', '-c', 'set -o pipefail; ls | head'
                timeout 1.hours
            }
            task('One for all') {
                command 'touch', "${host.vars.app_dir}/now"
                runOnce()
                timeout 2.minutes
            }
            task('wait_for') {
                waitFor port: 8080, delay: 3.seconds
            }
            task('Dict') {
                loop { [a: 1, b: 2].collect { k, v -> [key: k, value: v] } }
                debug "${item.key}=${item.value}"
            }
        }
        handlers {
            handler('restart nginx') {
                service name: 'nginx', state: 'restarted'
            }
            handler('Say') {
                debug kernel.stdout
                listen 'tell'
            }
        }
    }

    play('On the hosts asked for') {
        hosts target

        tasks {
            task('pause') {
                confirm 'Sure?', timeout: 5.minutes
                runOnce()
            }
            task('reboot') {
                when { host.facts.os.id == 'ubuntu' && host.facts.os.version.tokenize('.').first().toInteger() >= 22 }
                reboot timeout: 5.minutes
            }
        }
    }
}
