package dev.steward.web.estate

import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.lab.pve.LabBuilder
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.proxmox.PveApi
import dev.steward.runner.proxmox.estate.Estates
import dev.steward.runner.proxmox.http.PveClient
import dev.steward.runner.time.SystemTime
import dev.steward.runner.time.Time
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

/** Simulated clusters, and what keeps them in view. */
class LabEstate implements AutoCloseable {

    final Path dir
    final Time time
    final Map<String, PveLab> labs = [:]
    final List<PveApi> apis = []
    Estates estates

    LabEstate(Path dir, Time time = new SystemTime()) {
        this.dir = Files.createDirectories(dir)
        this.time = time
    }

    /** A small cluster of two nodes, with something of everything. */
    static LabBuilder small() {
        PveLab.cluster('lab').nodes(2)
                .lxc(101, 'web-1') { it.running(Duration.ofHours(30)).tags('prod;web') }
                .lxc(102, 'dns') { it.running().node('pve2').set('onboot', 1).set('startup', 'order=1') }
                .lxc(103, 'old-wiki') { it.tags('old') }
                .qemu(201, 'docker-1') { it.running(Duration.ofDays(3)).tags('prod').set('description', 'Runs what has no package.') }
                .qemu(202, 'win-test') { it.node('pve2').withoutAgent() }
                .qemu(900, 'debian-13') { it.set('template', 1) }
    }

    /** Adds a cluster under a name of ours. */
    LabEstate with(String name, LabBuilder builder) {
        PveLab lab = builder.start(time)
        labs[name] = lab
        Files.writeString(dir.resolve("${name}.pem"), lab.caPem())
        add(name, "endpoints: [${lab.urls().collect { "'$it'" }.join(', ')}], token: '${lab.token()}', tls: {ca: ${name}.pem}")
        this
    }

    /** A cluster that nobody answers for. */
    LabEstate silent(String name) {
        add(name, "endpoints: ['https://127.0.0.1:9'], token: 'root@pam!t=5f3c1a9e-0d52-4d0b-9c55-6a1f00c0ffee', tls: {verify: false}")
        this
    }

    /* As an operator would write it. */
    private void add(String name, String config) {
        Path file = Files.writeString(dir.resolve("${name}.yml"), "proxmox: {$name: {limits: {connect: 2s, call: 5s}, $config}}\n")
        apis << PveClient.open(name, new ConfigLoader([:], dir).load(Optional.of(file)).config().proxmox()[name], time)
    }

    /** Keeps them in view from now on; they are known when this returns. */
    LabEstate open() {
        estates = new Estates(apis, time)
        estates.now()
        this
    }

    PveLab lab(String name) { labs[name] }

    @Override
    void close() {
        estates?.close()
        apis*.close()
        labs.values()*.close()
    }
}
