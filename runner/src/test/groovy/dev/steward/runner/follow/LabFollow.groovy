package dev.steward.runner.follow

import dev.steward.runner.config.ProxmoxConfig
import dev.steward.runner.config.ProxmoxLimits
import dev.steward.runner.config.ProxmoxTls
import dev.steward.runner.config.follow.FollowConfig
import dev.steward.runner.connection.RunAs
import dev.steward.runner.connection.shell.Local
import dev.steward.runner.connection.shell.ShellConnection
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.proxmox.estate.Estates
import dev.steward.runner.proxmox.http.PveClient
import dev.steward.runner.secret.Secret
import dev.steward.runner.secret.TextMasker
import dev.steward.runner.time.SettableTime
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.concurrent.Executors
import spock.lang.Specification
import spock.lang.TempDir

/** What is followed on a simulated cluster over TLS, by a token; the way into anything is this machine's own shell. */
abstract class LabFollow extends Specification {

    @TempDir Path folder
    SettableTime time = new SettableTime(Instant.parse('2026-11-21T02:30:00Z'))
    PveLab lab
    TextMasker masker = new TextMasker()
    private List<Closeable> opened = []

    def setup() {
        lab = PveLab.cluster('lab').nodes(2)
                .lxc(101, 'web-1') { it.running(Duration.ofMinutes(10)) }
                .lxc(102, 'dns') { it.node('pve2') }
                .lxc(103, 'pve2') { it.running() }
                .qemu(201, 'docker-1') { it.running() }
                .start(time)
        opened << lab
    }

    def cleanup() { opened.reverse().each { it.close() } }

    Follow follow(Map<String, FollowConfig> entries = [:], String token = lab.token()) {
        Path ca = Files.writeString(folder.resolve('ca.pem'), lab.caPem())
        def limits = new ProxmoxLimits(Duration.ofSeconds(2), Duration.ofSeconds(5), 4, Duration.ofSeconds(60))
        def client = PveClient.open('home', new ProxmoxConfig(lab.urls(), Optional.of(new Secret(token)), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), 'pam', new ProxmoxTls(Optional.of(ca), [], true), limits), time)
        def estates = new Estates([client], time)
        def threads = Executors.newCachedThreadPool()
        opened << ({ client.close(); estates.close(); threads.shutdownNow() } as Closeable)
        Doors here = { subject, live ->
            new Doors.Door(new ShellConnection(new Local(threads), new SystemTime(), threads, {}), RunAs.LOGIN, {})
        }
        new Follow(estates, [home: entries], here, masker, time, {})
    }

    static FollowConfig entry(Map said) {
        new FollowConfig(Optional.ofNullable(said.node), Optional.ofNullable(said.vmid), Optional.ofNullable(said.vmname),
                said.services ?: [], said.files ?: [])
    }

    Subject subject(String word) { follow().find(word, Optional.empty()).subject() }
}
