package dev.steward.runner.config

import dev.steward.runner.config.ScheduleConfig.Misfire
import dev.steward.runner.config.access.OidcConfig
import dev.steward.runner.config.access.TlsConfig
import dev.steward.runner.config.approve.ApprovalConfig
import dev.steward.runner.config.keep.Bytes
import dev.steward.runner.config.keep.PlaybookKeep
import dev.steward.runner.config.keep.RetentionConfig
import dev.steward.runner.config.notify.CommandConfig
import dev.steward.runner.config.notify.GotifyConfig
import dev.steward.runner.config.notify.MailConfig
import dev.steward.runner.config.notify.MatrixConfig
import dev.steward.runner.config.notify.NoticesConfig
import dev.steward.runner.config.notify.NtfyConfig
import dev.steward.runner.config.notify.RouteConfig
import dev.steward.runner.config.notify.TeamsConfig
import dev.steward.runner.config.notify.TelegramConfig
import dev.steward.runner.config.notify.WebhookConfig
import dev.steward.runner.config.store.StoreConfig
import dev.steward.runner.notice.Notice.Kind
import dev.steward.runner.secret.Secret
import dev.steward.runner.secret.Secrets
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.LocalTime
import java.time.ZoneId
import spock.lang.Specification
import spock.lang.TempDir

class ConfigLoaderSpec extends Specification {

    @TempDir Path dir

    private LoadedConfig load(String yaml, Map<String, String> environment = [:]) {
        Files.writeString(dir.resolve('steward.yml'), yaml)
        new ConfigLoader(environment, dir, dir.resolve('none.yml')).load(Optional.empty())
    }

    private List<String> problems(String yaml) {
        try {
            load(yaml)
            []
        } catch (ConfigRefused e) {
            e.problems()*.toString()*.replace(dir.toString() + '/', '')
        }
    }

    def 'nothing said means the defaults, with the shipped schedule'() {
        when:
        def loaded = new ConfigLoader([:], dir, dir.resolve('none.yml')).load(Optional.empty())

        then:
        loaded.file().empty
        with(loaded.config()) {
            stateDir() == dir.resolve('.steward')
            server() == new ServerConfig('127.0.0.1', 8580, Optional.empty())
            inventory() == [dir.resolve('inventory')]
            playbooks() == dir.resolve('playbooks')
            schedules() == ['weekly-updates': ScheduleConfig.WEEKLY_UPDATES]
            retention() == RetentionConfig.DEFAULT
            defaults() == new DefaultsConfig(Duration.ofSeconds(60))
        }
        loaded.settings()*.origin().toSet() == ['default'].toSet()
        loaded.settings().find { it.name() == 'schedules.weekly-updates.cron' }.value() == '0 3 * * 0'
    }

    def 'every key of the file arrives, and every value knows where it came from'() {
        when:
        def loaded = load('''\
            stateDir: state
            server:
              bind: 127.0.0.2
              port: 9000
              url: https://steward.example/
              metrics: {bind: 192.0.2.10, port: 9222, token: for-prometheus-0123456789}
              tls: {certificate: page.pem, key: /etc/steward/page.key}
              trustedProxies: [192.0.2.10, 10.0.0.0/8]
              names: [steward.lan]
              name: site-a-1
              labels: [site-a, gpu]
              oidc: {issuer: 'https://id.example.org', clientId: steward, clientSecret: oidc-s3cr3t, name: House, roles: {claim: groups, admin: [chiefs], operator: [crew]}}
            inventory: [hosts.yml, /etc/more]
            playbooks: ../books
            ssh:
              user: admin
              keyFile: id
              knownHosts: known
              configFile: conf
              connectTimeout: 2500ms
              keepAlive: 1m
              keepFor: 5m
              keepAtMost: 40
            defaults:
              commandTimeout: 2m
            schedules:
              nightly:
                playbook: x.groovy
                cron: "0 3 * * *"
                zone: Europe/Berlin
                inventory: hosts.yml
                limit: web:!db
                vars: {autoReboot: true, count: 3, name: x, list: [1, a]}
                tags: [quick]
                check: true
                diff: true
                misfire: all
                catchUp: 3
                gap: skip
                doubled: both
                overlap: allow
                mustEndBy: 05:00
                overdueAfter: 5
                runner: site-a
                enabled: false
            retention:
              days: 30
              runs: 100
              size: 5GB
              playbooks: {weekly-updates: {days: 7, runs: 9, size: 2GiB}}
            secrets: {file: secrets.yml,
              sealKey: seal.key}
            notices:
              on: [failed, image-update]
              mail:
                host: mail.example.org
                port: 2525
                tls: tls
                user: steward
                password: hunter2
                from: steward@example.org
                to: [ops@example.org, anna@example.org]
                timeout: 5s
                on: ['*']
                ca: mail-ca.pem
              ntfy: {url: https://ntfy.example.org/, topic: power, token: tk_0123456789, on: [power_lost]}
              webhooks: {ops: {url: 'https://discord.com/api/webhooks/1/s3cr3t', on: [phase-start]}}
              gotify: {url: https://gotify.example.org, token: AbC.s3cr3t}
              telegram: {token: '1:s3cr3t', chat: -1001234567890, thread: 7}
              matrix: {url: https://matrix.example.org, token: syt_s3cr3t, room: '!abc:example.org'}
              teams: {url: 'https://example.org/workflows/s3cr3t'}
              commands: {pager: {command: [/usr/local/bin/page, ops], timeout: 20s}}
              routes: {mail: {severity: warning, from: '07:00', to: '22:00', outside: drop, digest: 1h, urgent: never, giveUp: 4h}}
            diun:
              token: 0123456789abcdef
            collector: {interval: 10m, metrics: 1m, retention: 7d}
            log: {level: warn, format: json, file: log/own.log, runs: log/runs.log}
            patches: {alarmAge: 14d, checkFirst: refuse, checkWithin: 12h, limit: 45m, noAutoTag: by-hand, holdPvePackages: true, ledgerDays: 400}
            monitoring: {prometheus: 'http://192.0.2.240:9090/', grafana: {url: 'http://nas:3000', token: glsa_viewer}}
            alerts:
              enabled: false
              settle: 10m
              remind: 12h
              except: [lxc/105]
              quorum: {enabled: false, after: 40s, clear: 50s}
              node: {enabled: false, after: 40s, clear: 50s}
              cluster: {enabled: false, after: 40s, clear: 50s}
              storage: {enabled: false, above: 80, below: 70, after: 40s, clear: 50s, guests: true}
              disk: {enabled: false, above: 80, below: 70, after: 40s, clear: 50s, guests: true}
              cpu: {enabled: false, above: 80, below: 70, after: 40s, clear: 50s, guests: true}
              memory: {enabled: false, above: 80, below: 70, after: 40s, clear: 50s, guests: true}
              backup: {enabled: false, after: 40s, clear: 50s}
              replication: {enabled: false, after: 40s, clear: 50s}
              guests: {enabled: false, after: 40s, clear: 50s}
            wake: {media: {vmid: 204, idle: 20m}}
            power: {plan: ups-shutdown.groovy, ups: {apc: {host: pi}}}
            vault:
              passwordFile: vault.txt
              secret: ansible/vault
            proxmox:
              home: {endpoints: [pve1], tokenId: root@pam!steward, tokenSecret: 5e55, realm: pve, tls: {ca: ca.pem}}
            git: {url: https://git.example.com/home/estate.git}
            store: {url: 'postgresql://steward@db.example.com/history', password: pg-s3cr3t, tls: verify-full, ca: db.pem}
            approval: {playbooks: [rolling-*.groovy], schedules: [nightly], by: operator, expires: 2h}
            hooks: {deploy: {playbook: x.groovy, vars: [autoReboot], secret: hook-s3cr3t-0123456789012}}
            '''.stripIndent())
        def c = loaded.config()
        def nightly = c.schedules().nightly

        then:
        c.stateDir() == dir.resolve('state')
        c.server() == new ServerConfig('127.0.0.2', 9000, Optional.of('https://steward.example'), c.server().metrics(), c.server().oidc(),
                Optional.of(new TlsConfig(dir.resolve('page.pem'), Path.of('/etc/steward/page.key'))), ['192.0.2.10', '10.0.0.0/8'], ['steward.lan'], Optional.of('site-a-1'), ['site-a', 'gpu'])
        c.server().metrics().get().with { bind() == '192.0.2.10' && port() == 9222 && token().get().reveal() == 'for-prometheus-0123456789' }
        c.server().oidc().get().with {
            issuer() == 'https://id.example.org' && clientId() == 'steward' && clientSecret().reveal() == 'oidc-s3cr3t' && name() == 'House' &&
                    roles() == new OidcConfig.Roles('groups', ['chiefs'], ['crew'])
        }
        c.approval() == new ApprovalConfig(['rolling-*.groovy'], ['nightly'], ApprovalConfig.By.OPERATOR, Duration.ofHours(2))
        c.hooks().deploy.with { playbook() == 'x.groovy' && vars() == ['autoReboot'] && secret().reveal() == 'hook-s3cr3t-0123456789012' }
        c.inventory() == [dir.resolve('hosts.yml'), Path.of('/etc/more')]
        c.playbooks() == dir.resolveSibling('books')
        c.ssh() == new SshConfig(Optional.of('admin'), Optional.of(dir.resolve('id')), Optional.of(dir.resolve('known')),
                Optional.of(dir.resolve('conf')), Duration.ofMillis(2500), Duration.ofMinutes(1), Duration.ofMinutes(5), 40)
        c.defaults() == new DefaultsConfig(Duration.ofMinutes(2))
        nightly.zone().get() == ZoneId.of('Europe/Berlin')
        nightly.inventory() == ['hosts.yml']
        nightly.limit().get() == 'web:!db'
        nightly.vars() == [autoReboot: true, count: 3L, name: 'x', list: [1L, 'a']]
        nightly.misfire() == Misfire.ALL
        nightly.catchUp() == 3
        c.collector().retention() == Duration.ofDays(7)
        c.log() == new LogConfig(LogConfig.Level.WARN, LogConfig.Format.JSON, Optional.of(dir.resolve('log/own.log')), Optional.of(dir.resolve('log/runs.log')))
        c.wake().media.idle().get() == Duration.ofMinutes(20)
        c.power().get().ups().apc.host() == 'pi'
        nightly.mustEndBy().get() == LocalTime.of(5, 0)
        nightly.overdueAfter() == 5
        nightly.runner().get() == 'site-a'
        !nightly.enabled()
        c.git().get().url() == 'https://git.example.com/home/estate.git'
        c.retention() == new RetentionConfig(30, 100, Optional.of(new Bytes(5_000_000_000)), ['weekly-updates': new PlaybookKeep(Optional.of(7), Optional.of(9), Optional.of(new Bytes(2L << 30)))])
        c.store().get() == new StoreConfig('postgresql://steward@db.example.com/history', Optional.of(new Secret('pg-s3cr3t')), Optional.of(StoreConfig.Tls.VERIFY_FULL), Optional.of(dir.resolve('db.pem')))
        c.secrets().file().get() == dir.resolve('secrets.yml')
        c.secrets().sealKey().get() == dir.resolve('seal.key')
        c.proxmox().home.tls().ca().get() == dir.resolve('ca.pem')
        c.notices() == new NoticesConfig(Optional.of(new MailConfig('mail.example.org', Optional.of(2525), MailConfig.Tls.TLS,
                Optional.of('steward'), Optional.of(new Secret('hunter2')), 'steward@example.org',
                ['ops@example.org', 'anna@example.org'], Duration.ofSeconds(5), ['*'], Optional.of(dir.resolve('mail-ca.pem')))),
                [ops: WebhookConfig.DEFAULT.at(new Secret('https://discord.com/api/webhooks/1/s3cr3t')).with { new WebhookConfig(url(), urlEnv(), format(), template(), ['phase-start'], ca()) }],
                Optional.of(new NtfyConfig('https://ntfy.example.org', 'power', Optional.of(new Secret('tk_0123456789')), ['power_lost'], Optional.empty())),
                Optional.of(new GotifyConfig('https://gotify.example.org', new Secret('AbC.s3cr3t'), [], Optional.empty())),
                Optional.of(new TelegramConfig('https://api.telegram.org', new Secret('1:s3cr3t'), '-1001234567890', Optional.of(7), [], Optional.empty())),
                Optional.of(new MatrixConfig('https://matrix.example.org', new Secret('syt_s3cr3t'), '!abc:example.org', [], Optional.empty())),
                Optional.of(new TeamsConfig(new Secret('https://example.org/workflows/s3cr3t'), [], Optional.empty())),
                [pager: new CommandConfig(['/usr/local/bin/page', 'ops'], Duration.ofSeconds(20), [])],
                [mail: new RouteConfig(RouteConfig.Severity.WARNING, Optional.of(LocalTime.of(7, 0)), Optional.of(LocalTime.of(22, 0)), RouteConfig.Outside.DROP,
                        Optional.of(Duration.ofHours(1)), RouteConfig.Severity.NEVER, Duration.ofHours(4))],
                [Kind.FAILED, Kind.IMAGE_UPDATE])
        c.notices().webhooks().ops.kinds().get() == [Kind.PHASE_START] as Set
        c.notices().ntfy().get().kinds().get() == [Kind.POWER_LOST] as Set
        c.notices().mail().get().kinds().get() == Kind.values() as Set
        c.diun().get().token().reveal() == '0123456789abcdef'
        loaded.settings().find { it.name() == 'notices.mail.password' }.value() == '***'
        loaded.settings().find { it.name() == 'notices.on' }.value() == '[failed, image-update]'
        !['hunter2', 's3cr3t', 'tk_01', 'for-prometheus'].any { loaded.settings().toString().contains(it) }
        !loaded.settings().toString().contains('0123456789abcdef')
        c.vault() == new VaultConfig(Optional.of(dir.resolve('vault.txt')), Optional.of('ansible/vault'))
        loaded.settings().findAll { !(it.name() ==~ /(proxmox\.home|wake\.media|collector\.push|power|git|hooks|notices\.(ntfy|webhooks|gotify|telegram|matrix|teams|commands)).*/) }.every { it.origin() ==~ /.*\/steward\.yml:\d+/ }
        loaded.settings().find { it.name() == 'server.port' }.with { value() == '9000' && origin().endsWith('steward.yml:4') }
        loaded.problem('schedules.nightly.cron', 'never fires').toString() == "${dir}/steward.yml:29:11: never fires"
    }

    def 'all problems are told at once, each at its place with the next step'() {
        expect:
        problems('''\
            sever:
              port: 1
            server:
              prot: 9000
              port: 99999
            inventory: {a: b}
            schedules:
              nightly:
                playbook: x.groovy
                zone: Europe/Berln
                misfire: skipp
                catchUp: many
            retention:
              days:
            '''.stripIndent()) == [
                "steward.yml:1:1: unknown key 'sever'; did you mean 'server'?",
                "steward.yml:4:3: unknown key 'prot' in server; did you mean 'port'?",
                'steward.yml:5:9: port is 99999; expected 0 to 65535',
                'steward.yml:6:12: inventory is to be a single value',
                "steward.yml:9:5: schedules.nightly.cron is missing; add the key 'cron'",
                "steward.yml:10:11: schedules.nightly.zone: unknown time zone 'Europe/Berln', expected one such as Europe/Berlin; did you mean 'Europe/Berlin'?",
                "steward.yml:11:14: schedules.nightly.misfire: expected one of skip, once, all, not 'skipp'; did you mean 'skip'?",
                "steward.yml:12:14: schedules.nightly.catchUp: expected a whole number, not 'many'",
                'steward.yml:14:3: retention.days has no value; give it one, or leave the key out',
        ]
    }

    def '#what is refused'() {
        expect:
        problems(yaml)[0].startsWith(problem)

        where:
        what                | yaml                                   || problem
        'text'              | 'just text'                            || 'steward.yml:1:1: the file is to be a mapping of keys'
        'broken YAML'       | 'server: [1'                           || 'steward.yml:'
        'a doubled key'     | 'playbooks: a\nplaybooks: b'           || "steward.yml:2:1: 'playbooks' is there twice, first in line 1"
        'an alias'          | 'stateDir: &a x\nplaybooks: *a'        || 'steward.yml:2:12: anchors and aliases are not understood here'
        'a second document' | 'playbooks: a\n---\nplaybooks: b'      || 'steward.yml:'
        'a bare number'     | 'ssh: {connectTimeout: 10}'            || 'steward.yml:1:23: ssh.connectTimeout: expected a duration such as 250ms, 10s'
        'no time of day'    | 'schedules: {a: {mustEndBy: 5 am, playbook: x, cron: y}}' || "steward.yml:1:28: schedules.a.mustEndBy: expected a time of day such as 05:00, not '5 am'"
        'yes for true'      | 'schedules: {a: {check: yes, playbook: x, cron: y}}' || "steward.yml:1:24: schedules.a.check: expected true or false, not 'yes'"
        'no limit'          | 'defaults: {commandTimeout: 0s}'       || 'steward.yml:1:28: commandTimeout is shorter than 1s'
        'no keep-alive'     | 'ssh: {keepAlive: 0s}'                 || 'steward.yml:1:18: keepAlive is shorter than 1s'
        'kept for days'     | 'ssh: {keepFor: 2d}'                   || 'steward.yml:1:16: keepFor is longer than 1h'
        'none kept'         | 'ssh: {keepAtMost: 0}'                 || 'steward.yml:1:19: keepAtMost is not between 1 and 10000 (keepFor: 0s keeps none)'
    }

    def 'an empty file is no problem'() {
        expect:
        problems(yaml) == []

        where:
        yaml << ['', '# nothing yet\n']
    }

    def 'the file is looked for in this order: given, STEWARD_CONFIG, ./steward.yml, the machine\'s'() {
        given:
        ['given', 'env', 'steward', 'etc'].each { Files.writeString(dir.resolve("${it}.yml"), "server: {bind: $it}") }
        absent.each { Files.delete(dir.resolve("${it}.yml")) }
        def loader = new ConfigLoader(env ? [STEWARD_CONFIG: 'env.yml'] : [:], dir, dir.resolve('etc.yml'))

        expect:
        loader.load(given ? Optional.of(Path.of('given.yml')) : Optional.empty()).config().server().bind() == found

        where:
        given | env   | absent                    || found
        true  | true  | []                        || 'given'
        false | true  | []                        || 'env'
        false | false | []                        || 'steward'
        false | false | ['steward']               || 'etc'
        false | false | ['steward', 'etc']        || '127.0.0.1'
    }

    def 'a file that was named must exist'() {
        when:
        new ConfigLoader([STEWARD_CONFIG: '/nowhere/steward.yml'], dir).load(Optional.empty())

        then:
        def refused = thrown(ConfigRefused)
        refused.message == '/nowhere/steward.yml: does not exist; look at --config and $STEWARD_CONFIG'
    }

    def 'the state directory: STEWARD_HOME, then the file, then systemd\'s, then ./.steward'() {
        expect:
        def loaded = load(yaml, environment)
        loaded.config().stateDir() == (path.startsWith('/') ? Path.of(path) : dir.resolve(path))
        loaded.settings().find { it.name() == 'stateDir' }.origin().endsWith(origin)

        where:
        yaml          | environment                                        || path               | origin
        'stateDir: a' | [STEWARD_HOME: '/x', STATE_DIRECTORY: '/y']        || '/x'               | 'STEWARD_HOME'
        'stateDir: a' | [STATE_DIRECTORY: '/var/lib/steward']              || 'a'                | 'steward.yml:1'
        ''            | [STATE_DIRECTORY: '/var/lib/steward']              || '/var/lib/steward' | 'STATE_DIRECTORY'
        ''            | [:]                                                || '.steward'         | 'default'
    }

    def 'a mail channel that could not work, or would leak, is refused at its place: #mail'() {
        expect:
        problems("notices:\n  mail: {$mail}\n") == told.collect { 'steward.yml:2:' + it }

        where:
        mail                                                                    || told
        'host: h, from: a@b'                                                    || ["9: notices.mail.to is missing; add the key 'to'"]
        'host: h, from: a@b, to: [c@d], pasword: x'                             || ["41: unknown key 'pasword' in notices.mail; did you mean 'password'?"]
        'host: h, from: a@b, to: [c@d], tls: ssl'                               || ["46: notices.mail.tls: expected one of starttls, tls, none, not 'ssl'"]
        'host: h, from: "a@b\\nBcc: x@y", to: [c@d]'                            || ["25: from holds 'a@b\nBcc: x@y'; expected an address such as ops@example.org"]
        'host: h, from: a@b, to: []'                                            || ["34: to is empty; expected addresses such as ops@example.org"]
        'host: h, from: a@b, to: [c@d], user: u'                                || ["47: user is given alone; user and password go together"]
        'host: h, from: a@b, to: [c@d], user: u, password: p, tls: none'        || ["60: password would cross the network in the clear, for tls is none; say tls: starttls or tls"]
    }

    def 'a token that could be guessed is refused without showing it'() {
        expect:
        problems('diun: {token: hunter2}') == ["steward.yml:1:15: token is shorter than 16 characters and could be guessed; 'openssl rand -hex 24' makes a good one"]
    }

    def 'a secret of the configuration may stand elsewhere, and a missing one is told at its place'() {
        given:
        def loaded = load("notices:\n  mail: {host: h, from: a@b, to: c@d, user: u, password: secret('mail/smtp')}\ndiun: {token: \"secret('diun')\"}\n")
        def secrets = { path -> Optional.ofNullable(known[path]).map { new Secret(it) } } as Secrets

        expect:
        try {
            with(ConfigSecrets.resolved(loaded, secrets)) {
                notices().mail().get().password().get().reveal() == 'hunter2'
                diun().get().token().reveal() == 'x' * 20
            }
            assert told == null
        } catch (ConfigRefused e) {
            assert e.problems()*.toString()*.replace(dir.toString() + '/', '') == [told]
        }

        where:
        known                                     || told
        ['mail/smtp': 'hunter2', diun: 'x' * 20]  || null
        [diun: 'x' * 20]                          || "steward.yml:2:58: notices.mail.password: there is no secret 'mail/smtp' among systemd's credentials, the environment and the secrets file"
    }
}
