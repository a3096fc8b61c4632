package dev.steward.runner.module.power

import dev.steward.house.Row
import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.ConnectionSettings
import dev.steward.runner.connection.LoginDefaults
import dev.steward.runner.connection.ssh.Ssh
import dev.steward.runner.inventory.Host
import dev.steward.runner.lab.host.DemoEstate
import dev.steward.runner.module.ModuleTry
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.InstantSource
import java.util.concurrent.Executors
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Timeout

/** dockerCompose over SSH on a Docker VM of the lab, as the demo has them. */
@Timeout(120)
class LabComposeSpec extends ModuleTry {

    @Shared @AutoCleanup DemoEstate estate = new DemoEstate(InstantSource.system(), 10)
    @Shared @AutoCleanup('shutdownNow') def threads = Executors.newCachedThreadPool()
    @Shared Ssh ssh

    void setup() {
        if (!ssh) {
            estate.start()
            ssh = new Ssh(Path.of('/nowhere'), Optional.empty(), new SystemTime(), threads)
        }
        Files.writeString(folder.resolve('key'), estate.clientKey()).toFile().setReadable(false, false)
        folder.resolve('key').toFile().setReadable(true, true)
        Files.writeString(folder.resolve('known_hosts'), estate.knownHosts())
        target.connection = connect('apps-vm')
    }

    void cleanup() { target.connection.close() }

    void cleanupSpec() { ssh.close() }

    private Connection connect(String name) {
        ssh.to(ConnectionSettings.of(new Host(name, [], [
                ansible_host: '127.0.0.1', ansible_port: estate.port(estate.host(name)), ansible_user: 'root',
                ansible_ssh_private_key_file: folder.resolve('key') as String,
                ansible_ssh_common_args: "-o UserKnownHostsFile=${folder.resolve('known_hosts')}" as String]), LoginDefaults.NONE))
    }

    private String running() { call('shell', script: 'docker ps --format "{{.Names}} {{.State}}"').data().stdout.readLines().sort().join(', ') }

    def 'the images of a Docker VM are listed by project over SSH; nobody is asked for what no registry has'() {
        when:
        def outcome = call('containerImages')

        then:
        ok(outcome)
        outcome.data().images.collect { "$it.project/$it.service $it.image $it.state" }.sort() == ['manage/portainer docker.io/library/portainer:latest built', 'updates/watchtower docker.io/library/watchtower:latest built']
    }

    @Row('G-60')
    def 'the projects that run are stopped over SSH, noted on their host, and exactly those come back'() {
        given:
        running() == 'manage-portainer-1 running, updates-watchtower-1 running'
        call('dockerCompose', action: 'down', dir: '/opt/stacks/updates')

        when:
        checking()
        def would = call('dockerCompose', action: 'stop', all: true)
        target.check = false
        def stopped = call('dockerCompose', action: 'stop', all: true)
        def again = call('dockerCompose', action: 'stop', all: true)

        then:
        would.message() == 'manage: would be stopped (1 container)'
        stopped.message() == 'manage: 1 container is stopped'
        ok(again)
        running() == ''

        when:
        def back = call('dockerCompose', action: 'start', all: true)

        then:
        back.message() == 'manage: 1 container runs'
        running() == 'manage-portainer-1 running'

        when:
        def paused = call('dockerCompose', action: 'pause', all: true)
        def unpaused = call('dockerCompose', action: 'unpause', all: true)

        then:
        paused.message() == 'manage: 1 container is paused'
        unpaused.message() == 'manage: 1 container goes on'
        call('dockerCompose', action: 'up', dir: '/opt/stacks/updates', timeout: Duration.ofSeconds(5)).message() == '1 container runs'
        running() == 'manage-portainer-1 running, updates-watchtower-1 running'
    }
}
