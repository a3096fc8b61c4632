package dev.steward.runner.lab

import dev.steward.runner.inventory.Host
import dev.steward.runner.lab.host.DemoEstate
import dev.steward.runner.module.Outcome
import dev.steward.runner.module.TryTarget
import dev.steward.runner.module.catalog.Modules
import java.nio.file.Path
import java.time.InstantSource
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The demo's hosts are patched by the product's own module. */
class DemoPatchSpec extends Specification {

    @Shared @TempDir Path folder
    @Shared @AutoCleanup('shutdownNow') ExecutorService senders = Executors.newCachedThreadPool()
    @Shared @AutoCleanup DemoEstate estate = new DemoEstate(InstantSource.system(), 10)
    @Shared @AutoCleanup def connections
    @Shared Modules modules = new Modules()

    void setupSpec() {
        estate.start()
        connections = DemoTargets.connections(DemoTargets.home(folder, estate.clientKey(), estate.knownHosts()), senders)
    }

    Outcome patch(String name, Map<String, Object> arguments) {
        def vars = [ansible_host: '127.0.0.1', ansible_port: estate.port(estate.host(name)) as long, ansible_user: 'root',
                    ansible_ssh_private_key_file: folder.resolve('ssh/key').toString()]
        TryTarget target = DemoTargets.target(connections, new Host(name, [], vars))
        modules.call(modules.named('patch').get(), arguments, target)
    }

    def 'a check says what would be done, with what is left out on hold only in thought; the update does it'() {
        when:
        def all = patch('dns-2', [action: 'check'])
        def left = patch('dns-2', [action: 'check', exclude: [all.data().packages[0].name]])
        def done = patch('dns-2', [action: 'apply', exclude: [all.data().packages[0].name]])
        def rest = patch('dns-2', [action: 'apply'])
        def end = patch('dns-2', [action: 'apply'])

        then:
        all.result() == Outcome.Kind.OK
        all.data().pending > 1
        all.data().downloadBytes > 0
        left.data().packages*.name.toSet() == all.data().packages*.name.tail().toSet()
        done.data().packages*.name.toSet() == all.data().packages*.name.tail().toSet()
        done.data().held == []
        rest.data().packages*.name == [all.data().packages[0].name]
        end.message().startsWith('nothing to do')
    }
}
