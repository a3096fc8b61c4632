package dev.steward.runner.proxmox.http

import dev.steward.runner.config.ProxmoxConfig
import dev.steward.runner.config.ProxmoxLimits
import dev.steward.runner.config.ProxmoxTls
import dev.steward.runner.proxmox.PveApi
import dev.steward.runner.proxmox.PveException
import dev.steward.runner.proxmox.PvePath
import dev.steward.runner.secret.Secret
import dev.steward.runner.time.SettableTime
import java.time.Duration
import java.time.Instant
import spock.lang.Specification

/** A client and scripted servers, over real TLS. */
abstract class ClientSpec extends Specification {

    static final String TOKEN = 'root@pam!steward=5e55a6e0-1111-2222-3333-444455556666'

    SettableTime time = new SettableTime(Instant.parse('2026-01-01T00:00:00Z'))
    private final List<Closeable> opened = []

    def cleanup() {
        opened.reverse().each { it.close() }
    }

    ScriptedPve server(Closure<ScriptedPve.Reply> script) {
        def server = new ScriptedPve(script)
        opened << server
        server
    }

    /** Endpoints: servers or addresses. */
    PveClient client(Map<String, ?> with = [:], Object... endpoints) {
        def client = PveClient.open('home', config(with, endpoints), time, (with.pause ?: Keeper.Pause.REAL) as Keeper.Pause)
        opened << ({ client.close() } as Closeable)
        client
    }

    static ProxmoxConfig config(Map<String, ?> with = [:], Object... endpoints) {
        boolean ticket = with.user
        new ProxmoxConfig(
                endpoints.collect { it instanceof ScriptedPve ? it.url() : it as String },
                Optional.ofNullable(ticket ? null : new Secret((with.token ?: TOKEN) as String)),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(with.user as String),
                Optional.ofNullable(ticket ? new Secret((with.password ?: 'correct horse') as String) : null),
                'pam',
                (with.tls ?: new ProxmoxTls(Optional.of(TestCertificates.get().caFile()), [], true)) as ProxmoxTls,
                (with.limits ?: limits([:])) as ProxmoxLimits)
    }

    static ProxmoxLimits limits(Map<String, ?> with) {
        new ProxmoxLimits(
                Duration.ofSeconds(5),
                Duration.ofMillis((with.call ?: 20_000) as long),
                (with.calls ?: 4) as int,
                Duration.ofSeconds(120))
    }

    static PvePath path(String text) {
        PvePath.parse(text)
    }

    static PveException refusal(Closure<?> call) {
        try {
            call()
        } catch (PveException e) {
            return e
        }
        throw new AssertionError('it was not refused')
    }

    static void writes(PveApi api, String method, String where, Map form = [:]) {
        method == 'POST' ? api.post(path(where), form) : method == 'PUT' ? api.put(path(where), form) : api.delete(path(where), form)
    }
}
