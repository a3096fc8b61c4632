package dev.steward.web.main

import com.sun.net.httpserver.HttpExchange
import dev.steward.real.RealHosts
import dev.steward.runner.event.EventJson
import dev.steward.runner.lab.pve.http.Authority
import dev.steward.runner.lab.ups.LabUser
import dev.steward.runner.lab.ups.UpsLab
import dev.steward.runner.notify.Hook
import dev.steward.runner.secret.Secret
import dev.steward.runner.secret.VaultEnvelope
import dev.steward.runner.time.SystemTime
import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant

/** A whole house for a Steward that has a secret of every kind, with servers that refuse what they are given, and repeat it. */
class CanaryHouse implements Closeable {

    final Path dir
    final Canaries canaries
    final RealHosts host = RealHosts.up(1, ['nothing'])
    final UpsLab upsd = UpsLab.open(new SystemTime())
    final Hook web = new Hook()
    final Hook pve = new Hook(new Authority(Instant.now()))
    final Parrot smtp = Parrot.smtp()
    final Parrot nut

    CanaryHouse(Path dir, Canaries canaries) {
        this.dir = dir
        this.canaries = canaries
        ['typed', 'vault', 'ssh', 'wrongssh', 'become', 'smtp', 'nut', 'vaultpass', 'store', 'person'].each { canaries.make(it) }
        ['kept', 'signature', 'hook'].each { canaries.make(it, Canaries.SIGNS, '\n') }
        ['diun', 'telegram', 'gotify', 'matrix'].each { canaries.make(it, Canaries.SIGNS_OF_HEADERS) }
        // no header takes it
        canaries.make('ntfy', Canaries.SIGNS, '\n')
        canaries.keep('pve', canaries.word() + Canaries.SIGNS_OF_HEADERS + canaries.word())
        ['plain', 'decoded', 'html', 'cut', 'base64'].each { canaries.keep("to $it", "http://127.0.0.1:$web.port/$it/in/${canaries.word()}%20%22%C3%BC&;x='\$~${canaries.word()}") }
        canaries.makeKey('key')
        String account = Base64.encoder.encodeToString("pw:${canaries['ssh']}\n".getBytes('UTF-8'))
        host.judge(1, "echo $account | base64 -d | chpasswd; /usr/sbin/sshd -p 2301 -o UsePAM=yes -o PasswordAuthentication=yes")
        // what is asked of the host by a command line is kept by its shell
        host.judge(1, "printf '%s\\n' '#!/bin/sh' 'printf \"%s\\\\n\" \"\$@\" >> /var/log/commands' 'exec /bin/sh \"\$@\"' > /usr/local/bin/told; chmod 755 /usr/local/bin/told; touch /var/log/commands; chmod 666 /var/log/commands; usermod -s /usr/local/bin/told pw")
        upsd.add('cyberpower')
        upsd.user(LabUser.secondary('steward', 'another'))
        nut = Parrot.upsd(upsd.address() as String)
        web.answer = { HttpExchange it -> repeat(it) }
        pve.answer = { HttpExchange it ->
            String said = it.requestHeaders.collect { k, v -> "$k=$v" }.join(' ')
            it.responseHeaders.add('Location', "/x?${it.requestHeaders.getFirst('Authorization')?.replace(' ', '%20')}")
            Hook.say(it, 400, new EventJson().text([data: null, message: "no: $said ${Base64.encoder.encodeToString(said.bytes)}".toString(), errors: [said: said]]))
        }
    }

    /** Says what it was asked, in the way that the address names. */
    private static void repeat(HttpExchange it) {
        String said = "${it.requestURI} ${it.requestHeaders.collect { k, v -> "$k=$v" }}"
        String how = it.requestURI.path.split('/')[1]
        switch (how) {
            case 'decoded': said = "${URLDecoder.decode(it.requestURI.toString(), 'UTF-8')} ${it.requestURI.path}"; break
            case 'html': said = said.replace('&', '&amp;').replace('"', '&quot;').replace("'", '&#39;'); break
            // whatever is cut off is cut within it
            case 'cut': said = (1..200).collect { n -> it.requestURI.toString().substring(1) }.join(''); break
            case 'base64': said = Base64.encoder.encodeToString(it.requestURI.toString().bytes)
        }
        Hook.say(it, 500, (how == 'cut' ? '' : 'no: ') + said)
    }

    private static String json(String text) { new EventJson().text(text) }

    /** @param store what the configuration says of the database */
    void write(String store) {
        def conf = Files.createDirectories(dir.resolve('conf'))
        ['tmp', 'home'].each { Files.createDirectories(dir.resolve(it)) }
        Files.writeString(conf.resolve('secrets.yml'), ['app/root': 'kept', mail: 'smtp', sign: 'signature', deploy: 'hook', nut: 'nut', diun: 'diun', ntfy: 'ntfy', gotify: 'gotify', matrix: 'matrix', telegram: 'telegram', store: 'store']
                .collect { path, kind -> "$path: ${json(canaries[kind])}\n" }.join('') + ['plain', 'decoded', 'html', 'cut', 'base64'].collect { "to/$it: ${json(canaries["to $it"])}\n" }.join('') + "pve: ${json('steward@pve!a=' + canaries['pve'])}\n")
        "chmod 600 ${conf.resolve('secrets.yml')}".execute().waitFor()
        Files.writeString(conf.resolve('vault-pass'), canaries['vaultpass'] + '\n')
        Closure<String> closed = { String text -> VaultEnvelope.close(text.getBytes(StandardCharsets.UTF_8), new Secret(canaries['vaultpass']), Optional.empty()) }
        Closure<String> inline = { String name, String text -> "      $name: !vault |\n" + closed(text).readLines().collect { "        $it\n" }.join('') }
        String login = "      ansible_host: ${host.address(1)}\n      ansible_port: 2301\n      ansible_user: pw\n      ansible_ssh_common_args: \"-o UserKnownHostsFile=${host.knownHosts()} -o 'HostKeyAlias=[${host.address(1)}]:2222'\"\n"
        Files.writeString(conf.resolve('hosts.yml'), 'all:\n  hosts:\n    here:\n      ansible_connection: local\n    real:\n' + login + inline('ansible_password', canaries['ssh'])
                + '    other:\n' + login + inline('ansible_password', canaries['wrongssh']) + '    become:\n' + login + inline('ansible_password', canaries['ssh']) + inline('ansible_become_password', canaries['become'])
                + '  vars:\n' + inline('apiKey', canaries['vault']))
        Files.createDirectories(conf.resolve('group_vars'))
        Files.writeString(conf.resolve('group_vars/all.yml'), closed("sshKey: ${json(canaries['key'])}\n"))
        def books = Files.createDirectories(conf.resolve('playbooks'))
        Files.createDirectories(books.resolve('templates'))
        Files.writeString(books.resolve('templates/app.tpl'), 'root=${kept}\nkey=${key}\n')
        Files.writeString(books.resolve('canary.groovy'), CanaryRealSpec.PLAYBOOK.replace('WEB', web.port as String))
        Files.writeString(books.resolve('refused.groovy'), "playbook('Refused') { play('p') { hosts 'become'; become(); tasks { task('t') { shell 'id' } } } }")
        Files.writeString(books.resolve('wrong.groovy'), "playbook('Wrong') { play('p') { hosts 'other'; tasks { task('t') { shell 'id' } } } }")
        Files.writeString(books.resolve('ups.groovy'), "playbook('UPS') { onBattery ups: 'cyberpower'; phase('One') { play('p') { hosts 'here'; tasks { task('t') { shell 'true' } } } } }")
        Files.writeString(conf.resolve('steward.yml'), """\
            stateDir: ../state
            inventory: hosts.yml
            playbooks: playbooks
            schedules: {}
            secrets: {file: secrets.yml}
            vault: {passwordFile: vault-pass}
            log: {level: debug, file: ../state/steward.log, runs: ../state/runs.log}
            proxmox: {home: {endpoints: ['https://127.0.0.1:9', 'https://127.0.0.1:${pve.port}'], token: "secret('pve')", tls: {verify: false}}}
            hooks: {deploy: {playbook: wrong.groovy, secret: "secret('deploy')"}}
            diun: {token: "secret('diun')"}
            notices:
              mail: {host: 127.0.0.1, port: ${smtp.port}, tls: none, user: steward, password: "secret('mail')", from: a@example.org, to: [b@example.org]}
              webhooks: {${['plain', 'decoded', 'html', 'cut', 'base64'].collect { "$it: {url: \"secret('to/$it')\", secret: \"secret('sign')\"}" }.join(', ')}}
              ntfy: {url: 'http://127.0.0.1:$web.port/ntfy', topic: power, token: "secret('ntfy')"}
              gotify: {url: 'http://127.0.0.1:$web.port/gotify', token: "secret('gotify')"}
              matrix: {url: 'http://127.0.0.1:$web.port/matrix', token: "secret('matrix')", room: '!abc:example.org'}
              telegram: {url: 'http://127.0.0.1:$web.port/decoded', token: "secret('telegram')", chat: '-1'}
            power:
              plan: ups.groovy
              poll: 1s
              ups: {cyberpower: {host: '127.0.0.1:$nut.port', user: steward, password: "secret('nut')"}}
            """.stripIndent() + store)
    }

    /** What nobody has given its secret to yet. */
    List<String> silent() {
        def asked = web.posted.collect { (it.path as String).split('/')[1] }.toSet()
        ['plain', 'decoded', 'html', 'cut', 'base64', 'gotify', 'matrix'].findAll { !(it in asked) } + [mail: smtp.refused.get(), ups: nut.refused.get(), pve: pve.posted.size()].findAll { !it.value }.keySet()
    }

    @Override
    void close() { [host, upsd, web, pve, smtp, nut].each { it.close() } }
}
