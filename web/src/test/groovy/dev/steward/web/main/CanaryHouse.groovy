package dev.steward.web.main

import com.sun.net.httpserver.HttpExchange
import dev.steward.real.RealHosts
import dev.steward.runner.event.EventJson
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.http.Authority
import dev.steward.runner.lab.pve.state.Volume
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
import java.util.concurrent.atomic.AtomicInteger

/** A whole house for a Steward that has a secret of every kind, with servers that refuse what they are given, and repeat it. */
class CanaryHouse implements Closeable {

    final Path dir
    final Canaries canaries
    final RealHosts host = RealHosts.up(1, ['nothing'])
    final UpsLab upsd = UpsLab.open(new SystemTime())
    final Hook web = new Hook()
    final Hook pve = new Hook(new Authority(Instant.now()))
    private final Authority authority = new Authority(Instant.now())
    private final AtomicInteger renewals = new AtomicInteger()
    final Hook git = new Hook(authority)
    final PveLab lab = PveLab.cluster('lab').nodes(1).lxc(101, 'web-1') { it.running() }
            .also { it.volumes() << new Volume('local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst', 'pve1', 'vztmpl', 'tzst', 120_000_000, 0, '', 0) }.start(new SystemTime())
    final Parrot smtp = Parrot.smtp()
    final Parrot nut

    CanaryHouse(Path dir, Canaries canaries) {
        this.dir = dir
        this.canaries = canaries
        ['typed', 'vault', 'ssh', 'wrongssh', 'become', 'smtp', 'nut', 'vaultpass', 'store', 'person'].each { canaries.make(it) }
        ['kept', 'signature', 'hook'].each { canaries.make(it, Canaries.SIGNS, '\n') }
        ['diun', 'telegram', 'gotify', 'matrix', 'metrics', 'grafana', 'push', 'refresh', 'renewed', 'access', 'git', 'pushed'].each { canaries.make(it, Canaries.SIGNS_OF_HEADERS) }
        ['oidc', 'webhook', 'mysql', 'redis', 'images', 'root', 'cloud'].each { canaries.make(it) }
        // no header takes it
        canaries.make('ntfy', Canaries.SIGNS, '\n')
        canaries.keep('pve', canaries.word() + Canaries.SIGNS_OF_HEADERS + canaries.word())
        ['plain', 'decoded', 'html', 'cut', 'base64'].each { canaries.keep("to $it", "http://127.0.0.1:$web.port/$it/in/${canaries.word()}%20%22%C3%BC&;x='\$~${canaries.word()}") }
        canaries.keep('token of the lab', PveLab.TOKEN_SECRET)
        canaries.makeKey('key')
        String account = Base64.encoder.encodeToString("pw:${canaries['ssh']}\n".getBytes('UTF-8'))
        host.judge(1, "echo $account | base64 -d | chpasswd; /usr/sbin/sshd -p 2301 -o UsePAM=yes -o PasswordAuthentication=yes")
        // what is asked of the host by a command line is kept by its shell
        host.judge(1, "printf '%s\\n' '#!/bin/sh' 'printf \"%s\\\\n\" \"\$@\" >> /var/log/commands' 'exec /bin/sh \"\$@\"' > /usr/local/bin/told; chmod 755 /usr/local/bin/told; touch /var/log/commands; chmod 666 /var/log/commands; usermod -s /usr/local/bin/told pw")
        // what is told the password of a database repeats all that it was told
        host.judge(1, "for tool in mysqladmin redis-cli; do printf '%s\\n' '#!/bin/sh' 'env; cat; echo \"\$0 \$*\" >&2; cat /proc/self/fd/3 2>/dev/null; exit 1' > /usr/local/bin/\$tool; chmod 755 /usr/local/bin/\$tool; done")
        upsd.add('cyberpower')
        upsd.user(LabUser.secondary('steward', 'another'))
        nut = Parrot.upsd(upsd.address() as String)
        web.answer = { HttpExchange it ->
            it.requestURI.path == '/html/oidc/.well-known/openid-configuration' ? Hook.say(it, 200, provider()) : repeat(it)
        }
        git.answer = { HttpExchange it ->
            String login = it.requestHeaders.getFirst('Authorization')
            it.responseHeaders.add('WWW-Authenticate', 'Basic realm="git"')
            String said = "$login ${login ? new String(login.substring(6).decodeBase64(), 'UTF-8') : ''}"
            login && it.responseHeaders.add('Location', "https://127.0.0.1:9/${URLEncoder.encode(said, 'UTF-8')}")
            Hook.say(it, login ? 302 : 401, said)
        }
        pve.answer = { HttpExchange it ->
            String said = it.requestHeaders.collect { k, v -> "$k=$v" }.join(' ')
            it.responseHeaders.add('Location', "/x?${it.requestHeaders.getFirst('Authorization')?.replace(' ', '%20')}")
            Hook.say(it, 400, new EventJson().text([data: null, message: "no: $said ${Base64.encoder.encodeToString(said.bytes)}".toString(), errors: [said: said]]))
        }
    }

    /** Says what it was asked, in the way that the address names. */
    private void repeat(HttpExchange it) {
        String said = "${it.requestURI} ${it.requestHeaders.collect { k, v -> "$k=$v" }}"
        String how = it.requestURI.path.split('/')[1]
        if (it.requestURI.path.endsWith('/renew') && renewals.incrementAndGet() == 2) {
            // once it says yes, so that a token is kept that nobody configured
            Hook.say(it, 200, new EventJson().text([access_token: canaries['access'], refresh_token: canaries['renewed']]))
            return
        }
        switch (how) {
            case 'decoded': said = "${URLDecoder.decode(it.requestURI.toString(), 'UTF-8')} ${it.requestURI.path}"; break
            case 'html': said = said.replace('&', '&amp;').replace('"', '&quot;').replace("'", '&#39;'); break
            // whatever is cut off is cut within it
            case 'cut': said = (1..200).collect { n -> it.requestURI.toString().substring(1) }.join(''); break
            case 'base64': said = Base64.encoder.encodeToString(it.requestURI.toString().bytes)
        }
        Hook.say(it, it.requestURI.path.startsWith('/html/push') ? 401 : 500, (how == 'cut' ? '' : 'no: ') + said)
    }

    private String provider() {
        String at = "http://127.0.0.1:$web.port/html/oidc"
        new EventJson().text([issuer: at, authorization_endpoint: "$at/ask" as String, token_endpoint: "$at/token" as String, jwks_uri: "$at/keys" as String,
                subject_types_supported: ['public'], response_types_supported: ['code'], id_token_signing_alg_values_supported: ['RS256']])
    }

    private static String json(String text) { new EventJson().text(text) }

    /** @param store what the configuration says of the database; empty: nothing, it is a file */
    void write(String store) {
        // a file has a key of its own; the database is to have one that is named
        String sealKey = store ? ', sealKey: seal.key' : ''
        def conf = Files.createDirectories(dir.resolve('conf'))
        ['tmp', 'home'].each { Files.createDirectories(dir.resolve(it)) }
        Files.writeString(conf.resolve('secrets.yml'), ['app/root': 'kept', mail: 'smtp', sign: 'signature', deploy: 'hook', nut: 'nut', diun: 'diun', ntfy: 'ntfy', gotify: 'gotify', matrix: 'matrix', telegram: 'telegram', store: 'store', metrics: 'metrics', grafana: 'grafana', push: 'push', refresh: 'refresh', oidc: 'oidc', 'app/mysql': 'mysql', 'app/redis': 'redis', 'app/images': 'images', 'app/lxc': 'root', 'app/vm': 'cloud', git: 'git', webhook: 'webhook']
                .collect { path, kind -> "$path: ${json(canaries[kind])}\n" }.join('') + ['plain', 'decoded', 'html', 'cut', 'base64'].collect { "to/$it: ${json(canaries["to $it"])}\n" }.join('') + "away: ${json(lab.token())}\n" + "pve: ${json('steward@pve!a=' + canaries['pve'])}\n")
        "chmod 600 ${conf.resolve('secrets.yml')}".execute().waitFor()
        if (store) {
            Files.writeString(conf.resolve('seal.key'), Base64.encoder.encodeToString(new byte[32].tap { new Random().nextBytes(it) }))
            "chmod 600 ${conf.resolve('seal.key')}".execute().waitFor()
        }
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
        Files.writeString(books.resolve('modules.groovy'), CanaryRealSpec.MODULES.replace('WEB', web.port as String))
        Files.writeString(books.resolve('board.json'), '{"uid": "house", "title": "House"}')
        Files.writeString(books.resolve('ups.groovy'), "playbook('UPS') { onBattery ups: 'cyberpower'; phase('One') { play('p') { hosts 'here'; tasks { task('t') { shell 'true' } } } } }")
        Hook.pem(conf, authority)
        Files.writeString(conf.resolve('git.yml'), """\
            stateDir: ../state2
            inventory: hosts.yml
            playbooks: playbooks
            schedules: {}
            secrets: {file: secrets.yml}
            log: {level: debug, file: ../state/git.log}
            git: {url: 'https://127.0.0.1:${git.port}/estate.git', token: "secret('git')", ca: ca.pem, webhook: "secret('webhook')"}
            """.stripIndent())
        Files.writeString(conf.resolve('steward.yml'), """\
            stateDir: ../state
            inventory: hosts.yml
            playbooks: playbooks
            schedules: {}
            secrets: {file: secrets.yml$sealKey}
            vault: {passwordFile: vault-pass}
            log: {level: debug, file: ../state/steward.log, runs: ../state/runs.log}
            proxmox: {home: {endpoints: ['https://127.0.0.1:9', 'https://127.0.0.1:${pve.port}'], token: "secret('pve')", tls: {verify: false}}, away: {endpoints: ['${lab.urls()[0]}'], token: "secret('away')", tls: {verify: false}}}
            hooks: {deploy: {playbook: wrong.groovy, secret: "secret('deploy')"}}
            diun: {token: "secret('diun')"}
            wake: {media: {cluster: away, vmid: 101}}
            server:
              metrics: {bind: 127.0.0.1, port: 0, token: "secret('metrics')"}
              oidc: {issuer: 'http://127.0.0.1:$web.port/html/oidc', clientId: steward, clientSecret: "secret('oidc')"}
            monitoring: {prometheus: 'http://127.0.0.1:$web.port/base64/prometheus', grafana: {url: 'http://127.0.0.1:$web.port/html/grafana', token: "secret('grafana')"}}
            collector: {interval: 30s, push: {url: 'http://127.0.0.1:$web.port/html/push', token: "secret('push')", renewUrl: 'http://127.0.0.1:$web.port/decoded/renew', refreshToken: "secret('refresh')"}}
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
        def asked = web.posted.collectMany { (it.path as String).split('/')[1..-1] }.toSet()
        ['plain', 'decoded', 'html', 'cut', 'base64', 'gotify', 'matrix', 'token', 'push', 'renew'].findAll { !(it in asked) } + [renewed: renewals.get() > 1, mail: smtp.refused.get(), ups: nut.refused.get(), pve: pve.posted.size()].findAll { !it.value }.keySet()
    }

    @Override
    void close() { [host, upsd, web, pve, git, lab, smtp, nut].each { it.close() } }
}
