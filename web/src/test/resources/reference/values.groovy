== ask | Marks a var as something a run asks for, with a label; `help`, `min`, `max`, `choices` and `required` limit the answer.
playbook('Example') {
    vars count: ask(3, 'How many', min: 1, max: 5, help: 'one is enough for a test'), zone: ask('a', 'Zone', choices: ['a', 'b'])
    play('Say') { hosts 'all'; tasks { task('It') { debug "$count in $zone" } } }
}
== secret | Names a secret by its path: it prints as `***`, is looked up when it is used, and is masked wherever output is shown.
playbook('Example') {
    play('Write') { hosts 'all'; tasks { task('The token') { copy content: secret('app/token'), dest: '/etc/app.token' } } }
}
== raw | Leaves a value of a `shell` line unquoted; everywhere else values are quoted for you.
playbook('Example') {
    vars options: '-l -a'
    play('List') { hosts 'all'; tasks { task('Files') { shell "ls ${raw(options)} /srv" } } }
}
== if | Chooses between words while the playbook is read: by vars and what is computed of them, not by anything of a host.
playbook('Example') {
    vars state: 'present'
    if (state == 'present') {
        play('Install') { hosts 'all'; tasks { task('nginx') { apt 'nginx' } } }
    } else {
        play('Remove') { hosts 'all'; tasks { task('nginx') { apt 'nginx', state: 'absent' } } }
    }
}
== each | Repeats words for each element of a list that is known while the playbook is read; a list of a host is gone through by `loop`.
playbook('Example') {
    ['db', 'web'].each { group ->
        play("Update $group") { hosts group; tasks { task('Packages') { apt upgrade: 'safe' } } }
    }
}
== def | Names a value within its braces.
playbook('Example') {
    vars port: 9090
    def address = "http://192.0.2.240:${port}"
    play('Look') { hosts 'localhost'; tasks { task('It answers') { uri address } } }
}
== rescue | Stands behind the closing brace of a `block`: tasks for hosts that failed in it; they go on as if nothing had been.
playbook('Example') {
    play('Deploy') { hosts 'all'; tasks {
        block('New version') { task('Switch') { command '/opt/app/switch' } } rescue { task('Back') { command '/opt/app/back' } }
    } }
}
== always | Stands behind the closing brace of a `block` or its `rescue`: tasks that run in any case.
playbook('Example') {
    play('Deploy') { hosts 'all'; tasks {
        block('New version') { task('Switch') { command '/opt/app/switch' } } always { task('Say so') { debug 'over' } }
    } }
}
== item | The element that a `loop` is at.
playbook('Example') {
    play('Sites') { hosts 'web'; tasks { task('Folder') { loop { host.vars.sites }; file "/srv/${item}", state: 'directory' } } }
}
== host | The host a task runs on; what is read of it is evaluated on each host when its turn comes.
playbook('Example') {
    play('Say') { hosts 'all'; tasks { task('Who') { when { 'web' in host.groups && host.vars.colour == 'blue' }; debug "${host.name} runs ${host.facts.os.name}" } } }
}
== ups | The power of the house, in `startWhen`, `emergencyWhen` and the conditions of a phase; what nobody knows compares with nothing.
playbook('Example') {
    onBattery()
    phase('Stop') {
        startWhen { ups.onBatteryFor >= 5.minutes || ups.charge <= 50 || ups.runtime < 10.minutes }
        play('Guests') { hosts 'all'; tasks { task('Shut down') { guest state: 'shutdown' } } }
        recover { play('Again') { hosts 'all'; tasks { task('Start') { guest state: 'started' } } } }
    }
}
== result | What `register` names: every result has the properties below, those of its module stand at the module; in a `loop` it has `results`, one for each item.
playbook('Example') {
    play('Look') { hosts 'all'; tasks {
        task('Kernel') { command 'uname', '-r'; register 'kernel' }
        task('Say') { when { kernel.changed }; debug "${kernel.stdout} after ${kernel.duration}" }
    } }
}
