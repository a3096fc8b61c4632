== playbook
playbook('Update web servers') {
    play('Update') {
        hosts 'web'
        tasks { task('Upgrade packages') { apt upgrade: 'safe' } }
    }
}
== taskList
taskList('Restart the app') {
    vars app: 'app'
    tasks { task('Restart') { service app, state: 'restarted' } }
}
== vars
vars autoReboot: ask(false, 'Reboot where one is required'), atOnce: 5
== importPlaybook
importPlaybook 'update-lxc-containers.groovy'
== play
play('Update') {
    hosts 'web'
    tasks { task('Upgrade packages') { apt upgrade: 'safe' } }
}
== tasks
tasks {
    task('Upgrade packages') { apt upgrade: 'safe' }
    task('Say so') { debug 'done' }
}
== handlers
handlers { handler('restart nginx') { service 'nginx', state: 'restarted' } }
== task
task('Upgrade packages') {
    apt upgrade: 'dist', updateCache: true
    register 'upgrade'
    timeout 20.minutes
}
== handler
handler('restart nginx') { service 'nginx', state: 'restarted' }
== block
block('Deploy') {
    become()
    task('Unpack') { command 'tar', 'xf', '/root/app.tar', chdir: '/opt' }
} rescue {
    task('Go back') { command '/opt/app/back' }
} always {
    task('Say so') { debug 'over' }
}
== includeTasks
includeTasks 'tasks/restart.groovy', app: 'shop'
== flushHandlers
task('Configure') {
    copy src: 'app.conf', dest: '/etc/app.conf'
    notify 'restart app'
}
flushHandlers()
task('It answers') { waitFor port: 8080 }
== hosts
hosts 'web:!staging'
== forks
forks 5
== serial
serial 1, '30%'
== order
order 'sorted'
== strategy
strategy 'free'
== maxFailPercentage
maxFailPercentage 20, countUnreachable: true
== forceHandlers
forceHandlers()
== become
become()
== becomeUser
becomeUser 'postgres'
== environment
environment HTTPS_PROXY: 'http://192.0.2.5:3128', APP_TOKEN: secret('app/token')
== tags
tags 'packages', 'slow'
== check
check()
== diff
diff false
== throttle
throttle 2
== anyErrorsFatal
anyErrorsFatal()
== ignoreErrors
ignoreErrors()
== ignoreUnreachable
ignoreUnreachable()
== noLog
noLog()
== runOnce
runOnce()
== delegateTo
delegateTo 'localhost'
== when
when { host.facts.os.id == 'debian' && !host.vars.frozen }
== register
command 'uptime', '-p'
register 'uptime'
== changedWhen
command 'app', 'sync'
register 'sync'
changedWhen { sync.stdout.contains('updated') }
== failedWhen
command 'pg_isready', '-q'
register 'ready'
failedWhen { ready.rc != 0 }
== retries
uri 'http://192.0.2.20:8080/health'
retries 10, delay: 3.seconds, backoff: 'linear'
== timeout in a task or a handler
timeout 5.minutes
== notify
notify 'restart nginx', 'tell the team'
== listen
listen 'configuration changed'
== loop
loop { host.vars.sites }
debug "site ${item}"
== onBattery
onBattery ups: ['cyberpower'], confirm: 30.seconds
== onPowerRestored
onPowerRestored stableFor: 60.seconds, charge: 30
== emergencyWhen
emergencyWhen { ups.lowBattery || ups.charge <= 10 }
== wayBack
wayBack upsReturn: true, wake: ['pve2'], note: 'BIOS of every node: power on after AC loss'
== stopBefore
stopBefore consumers: 'web', providers: 'db'
== phase
phase('Stop applications') {
    startWhen { ups.onBatteryFor >= 1.minutes || ups.charge <= 90 }
    play('Compose projects') {
        hosts 'docker_vms'
        tasks { task('Stop them') { dockerCompose 'stop', all: true } }
    }
    recover {
        play('Compose projects again') {
            hosts 'docker_vms'
            tasks { task('Start them') { dockerCompose 'start', all: true } }
        }
    }
}
== startWhen
startWhen { ups.onBatteryFor >= 5.minutes || ups.charge <= 60 }
== after
after 'Stop applications'
== timeout in a phase
timeout 4.minutes
== pointOfNoReturn
pointOfNoReturn()
== shrink
shrink order: 2, to: 20.seconds
== onError
onError 'continue'
== recover
recover {
    play('Start databases') {
        hosts 'db'
        tasks { task('Start PostgreSQL') { postgres 'started' } }
    }
}
