package dev.steward.runner.lab

import dev.steward.real.RealHosts
import dev.steward.runner.inventory.Host
import dev.steward.runner.lab.host.DemoEstate
import dev.steward.runner.module.Outcome
import dev.steward.runner.module.TryTarget
import dev.steward.runner.module.catalog.Modules
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.InstantSource
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Stepwise
import spock.lang.TempDir

/** Every module that touches a host, on a demo host and on a real Debian: the outcomes are alike. */
@Stepwise
class ModulesConformanceRealSpec extends Specification {

    @Shared @TempDir Path folder
    @Shared @AutoCleanup('shutdownNow') ExecutorService senders = Executors.newCachedThreadPool()
    @Shared @AutoCleanup DemoEstate estate = new DemoEstate(InstantSource.system(), 10)
    @Shared @AutoCleanup RealHosts real = RealHosts.up(1, ['reboot'])
    @Shared @AutoCleanup def demoConnections
    @Shared @AutoCleanup def realConnections
    @Shared Modules modules = new Modules()

    void setupSpec() {
        estate.start()
        demoConnections = DemoTargets.connections(DemoTargets.home(folder.resolve('demo'), estate.clientKey(), estate.knownHosts()), senders)
        Path home = DemoTargets.home(folder.resolve('real'), Files.readString(real.key()), Files.readString(real.knownHosts()))
        realConnections = DemoTargets.connections(home, senders)
        Files.writeString(folder.resolve('greeting.txt'), 'hello\n')
        Files.createDirectories(folder.resolve('site/deep'))
        Files.writeString(folder.resolve('site/deep/page'), 'page\n')
        Files.writeString(folder.resolve('site/.hidden'), 'hidden\n')
        Files.writeString(folder.resolve('hello.sh'), '#!/bin/sh\necho "script $1"\nexit 3\n')
    }

    TryTarget demo() {
        target(demoConnections, 'demo/ssh/key', 'dns-2', [ansible_host: '127.0.0.1', ansible_port: estate.port(estate.host('dns-2')) as long])
    }

    TryTarget debian() {
        target(realConnections, 'real/ssh/key', real.name(1), [ansible_host: real.address(1), ansible_port: RealHosts.PORT as long])
    }

    TryTarget target(connections, String key, String name, Map vars) {
        def all = vars + [ansible_user: 'root', ansible_ssh_private_key_file: folder.resolve(key).toString()]
        TryTarget target = DemoTargets.target(connections, new Host(name, [], all))
        target.folder = folder
        target
    }

    Outcome call(TryTarget target, String module, Map<String, Object> arguments) {
        modules.call(modules.named(module).get(), arguments, target)
    }

    def '#module #arguments ends alike on a demo host and on a real one'() {
        when:
        def here = call(demo(), module, arguments)
        def there = call(debian(), module, arguments)

        then:
        here.result() == there.result()
        here.data().keySet() == there.data().keySet()
        keys.collectEntries { [it, here.data()[it]] } == keys.collectEntries { [it, there.data()[it]] }

        where:
        module       | arguments                                                        || keys
        'shell'      | [script: 'echo out; echo err >&2; exit 4']                         || ['stdout', 'stderr', 'rc']
        'command'    | [argv: ['printf', '%s', 'hi']]                                           || ['stdout', 'rc']
        'script'     | [src: 'hello.sh', args: ['word']]                               || ['stdout', 'rc']
        'file'       | [path: '/opt/lab', state: 'directory', mode: '0750']             || []
        'file'       | [path: '/opt/lab', state: 'directory', mode: '0750']             || []
        'file'       | [path: '/opt/lab/empty', state: 'touch']                         || []
        'file'       | [path: '/opt/lab/link', state: 'link', src: '/opt/lab/empty']    || []
        'copy'       | [content: 'a\nb\n', dest: '/opt/lab/text', mode: '0640']         || ['checksum']
        'copy'       | [content: 'a\nb\n', dest: '/opt/lab/text', mode: '0640']         || ['checksum']
        'copy'       | [src: 'greeting.txt', dest: '/opt/lab/greeting']                 || ['checksum']
        'copy'       | [src: 'site', dest: '/opt/lab', mode: '0640']                    || ['paths']
        'copy'       | [src: 'site', dest: '/opt/lab', mode: '0640']                    || ['paths']
        'stat'       | [path: '/opt/lab/site/deep/page']                                || ['exists', 'mode', 'size', 'checksum']
        'lineInFile' | [path: '/opt/lab/text', line: 'c']                               || []
        'lineInFile' | [path: '/opt/lab/text', line: 'c']                               || []
        'stat'       | [path: '/opt/lab/text']                                          || ['exists', 'mode', 'size', 'checksum']
        'stat'       | [path: '/opt/lab/none']                                          || ['exists']
        'waitFor'    | [path: '/opt/lab/text', timeout: Duration.ofSeconds(5)]                              || []
        'apt'        | [upgrade: 'dist', updateCache: true, autoremove: true]           || []
        'apt'        | [upgrade: 'dist', updateCache: true, autoremove: true]           || []
        'apt'        | [name: 'nosuchpackage-at-all', state: 'present']                 || []
        'stat'       | [path: '/var/run/reboot-required']                               || ['exists']
        'reboot'     | [delay: Duration.ofSeconds(1), timeout: Duration.ofSeconds(60)]                                          || []
        'stat'       | [path: '/var/run/reboot-required']                               || ['exists']
        'file'       | [path: '/opt/lab', state: 'absent']                              || []
    }
}
