// Every word of the language once.
playbook('Everything') {

    vars services: ask(['nginx', 'php-fpm'], 'Services to look after'),
         port: 8080,
         warmUp: 5.minutes,
         cache: 2.GiB,
         token: secret('deploy/token'),
         canary: true

    def url = "http://localhost:${port}/health"

    play('Deploy') {
        hosts 'web:!staging'
        become()
        becomeUser 'deploy'
        forks 10
        serial 1, '30%', '100%'
        order 'reverseSorted'
        strategy 'free'
        throttle 4
        maxFailPercentage 20, countUnreachable: false
        anyErrorsFatal(false)
        ignoreUnreachable()
        forceHandlers()
        tags 'deploy', 'web'
        environment LANG: 'C.UTF-8', TOKEN: token, HOST: "${host.name}"
        check(false)
        diff()
        noLog(false)
        vars colour: host.vars.colour, half: cache / 2

        tasks {
            task("Look at ${host.name}") {
                command 'uname', '-r'
                register 'kernel'
                changedWhen { false }
                failedWhen { kernel.rc != 0 && !kernel.stdout.contains('pve') }
                retries 3, delay: warmUp, backoff: 'exponential'
                timeout 90.seconds
                delegateTo "${host.vars.gateway}"
                runOnce()
            }
            services.each { name ->
                task("Restart ${name}") {
                    service name: name, state: 'restarted'
                    when { kernel.changed || host.vars.restart }
                    notify 'tell somebody'
                    ignoreErrors()
                }
            }
            if (canary) {
                task('Ask the canary') {
                    uri url: url, headers: [Authorization: "Bearer ${secret('canary')}", From: "${host.name}"]
                }
            } else {
                task('No canary') { debug 'no canary' }
            }
            block('Copy') {
                tags 'copy'
                when { host.facts.distribution == 'Debian' }
                task('Copy files') {
                    loop { host.vars.files }
                    copy src: item.src, dest: "/srv/${item.dest}", mode: '0644'
                    register 'copies'
                    throttle 1
                }
                task('Count them') {
                    assertThat { copies.results.size() > 0; copies.results.every { it.changed } }
                    when { !copies.skipped }
                }
            } rescue {
                task('Say so') { fail "not copied to ${host.name}" }
            } always {
                task('Clean up') { shell "rm -f /tmp/${host.name}.${port} ${raw('/tmp/*.part')} && echo \$HOME" }
            }
            flushHandlers()
            includeTasks 'tasks/greet.groovy', greeting: "Hello from ${host.name}", times: 2
            includeTasks 'tasks/greet.groovy'
            task('Remember') { setFact deployed: true, size: cache, colour: colour, half: half }
            task('Offer it') { addHost name: 'new', groups: ['web'], vmid: 240 }
        }
        handlers {
            handler('tell') {
                debug kernel.stdout
                listen 'tell somebody', 'tell everybody'
            }
        }
    }

    play('Afterwards') {
        hosts 'localhost'
        tasks { task('Done') { debug "Everything done in ${url}" } }
    }
}
